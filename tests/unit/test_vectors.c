/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bodies that servers sent, and NDES pages that were rebuilt from quoted texts: the folder scep below the one that
 * SUITE_VECTORS names. Without it the whole program is skipped, for all to see.
 */
#include "suite.h"

#include "core/input_file.h"
#include "core/text.h"
#include "scep/capabilities.h"
#include "scep/page.h"

struct body {
	unsigned char *bytes;
	size_t length;
};

static struct body body_of(struct arena *arena, const char *name)
{
	const char *path = text_format(arena, "%s/scep/%s", getenv("SUITE_VECTORS"), name);
	struct body body;
	const char *wrong = input_file_read(path, 1 << 20, arena, &body.bytes, &body.length);

	if (wrong != NULL)
		fail_msg("%s", wrong);
	return body;
}

static void pages_are_recognised(void **state)
{
	static const struct {
		const char *name;
		enum page_kind kind;
	} rows[] = {
		{"recon_mscep_landing.utf16le-bom.html", PAGE_NDES},
		{"recon_mscep_admin_password.utf16le-bom.html", PAGE_NDES_SECRET},
		{"recon_mscep_admin_cache_full.utf16le-bom.html", PAGE_NDES},
		{"recon_mscep_admin_no_permission.utf16le-bom.html", PAGE_NDES},
		{"live_micromdm2.1.0_CertPoll.http500.txt", PAGE_TEXT},
		{"live_micromdm2.1.0_GetCACaps.txt", PAGE_TEXT},
		{"live_micromdm2.1.0_GetCACert.single.der", PAGE_BINARY},
		{"live_stepca0.19_GetCACert.ca-ra.p7b", PAGE_BINARY},
		{"synthetic_ndes_GetCACert.p7b", PAGE_BINARY},
		{"smallstep_CertRep.der", PAGE_BINARY},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct body body = body_of(*state, rows[i].name);

		assert_row_int(rows[i].name, page_parse(body.bytes, body.length, *state).kind, rows[i].kind);
	}
}

/* The same page without its mark, and as bytes: servers were reported to differ. */
static void the_landing_page_without_its_mark(void **state)
{
	struct body body = body_of(*state, "recon_mscep_landing.utf16le-bom.html");
	char *narrow = arena_allocate(*state, body.length);

	assert_true(body.length > 2 && body.bytes[0] == 0xFF);
	assert_int_equal(page_parse(body.bytes + 2, body.length - 2, *state).kind, PAGE_NDES);
	for (size_t i = 2; i < body.length; i += 2)
		narrow[i / 2 - 1] = (char)body.bytes[i];
	assert_int_equal(page_parse(narrow, body.length / 2 - 1, *state).kind, PAGE_NDES);
}

/* No run of eight hexadecimal digits of the page may come out. */
static void the_password_page_is_not_shown(void **state)
{
	struct body body = body_of(*state, "recon_mscep_admin_password.utf16le-bom.html");

	for (size_t length = 0; length <= body.length; length++) {
		struct page page = page_parse(arena_exact(*state, body.bytes, length), length, *state);
		const char *shown_text = text_format(*state, "%s %s", page.excerpt, page_describe(&page, *state));

		for (const char *at = shown_text; *at != 0; at++)
			assert_true(strspn(at, "0123456789ABCDEFabcdef") < 8);
	}
}

static void recorded_capabilities(void **state)
{
	static const char *const names[] = {"live_micromdm2.1.0_GetCACaps.txt", "live_stepca0.19_GetCACaps.txt"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		struct body body = body_of(*state, names[i]);
		struct scep_capabilities capabilities = {0};
		const char *wrong = scep_capabilities_parse(body.bytes, body.length, *state, &capabilities);

		assert_row_accepted(names[i], wrong, true);
		assert_row_int(names[i], capabilities.words.count, 7);
		assert_row_int(names[i], scep_capabilities_name(&capabilities, "POSTPKIOperation"), true);
		assert_row_int(names[i], scep_capabilities_name(&capabilities, "SHA-512"), false);
	}
}

static void no_other_body_holds_capabilities(void **state)
{
	static const char *const names[] = {
		"recon_mscep_landing.utf16le-bom.html",
		"recon_mscep_admin_password.utf16le-bom.html",
		"live_micromdm2.1.0_CertPoll.http500.txt",
		"synthetic_ndes_GetCACert.p7b",
	};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		struct body body = body_of(*state, names[i]);
		struct scep_capabilities capabilities = {0};

		assert_row_accepted(names[i], scep_capabilities_parse(body.bytes, body.length, *state, &capabilities),
				    false);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pages_are_recognised),
		TEST(the_landing_page_without_its_mark),
		TEST(the_password_page_is_not_shown),
		TEST(recorded_capabilities),
		TEST(no_other_body_holds_capabilities),
	};
	const char *folder = getenv("SUITE_VECTORS");

	if (folder == NULL || *folder == 0) {
		puts("1..0 # SKIP SUITE_VECTORS names no folder of vectors");
		return 0;
	}
	return RUN_TESTS(tests);
}
