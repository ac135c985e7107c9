/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/array.h"
#include "pki/certificate_roles.h"

enum { NOW = 1000000, EARLY = 1000, LATE = 2000000 };

static unsigned usage_bits(char letter)
{
	switch (letter) {
	case 'S':
		return KEY_USAGE_DIGITAL_SIGNATURE;
	case 'E':
		return KEY_USAGE_KEY_ENCIPHERMENT;
	case 'D':
		return KEY_USAGE_DATA_ENCIPHERMENT;
	case 'A':
		return KEY_USAGE_KEY_AGREEMENT;
	default:
		return 0;
	}
}

/*
 * One letter for the subject, one for the issuer; "!" for a CA; "?" without a key usage, else its letters; "s" and "e"
 * for NDES's templates; "@5" for a not_before 5 seconds after the others'. The fingerprint is the index.
 */
static const char *certificate_describe(const char *text, struct certificate *ret_certificate)
{
	struct certificate certificate = {
		.subject_name = {.bytes = (const unsigned char *)text, .length = 1},
		.issuer_name = {.bytes = (const unsigned char *)text + 1, .length = 1},
		.self_signed = text[0] == text[1],
		.has_key_usage = true,
		.not_before = EARLY,
		.not_after = LATE,
	};

	for (text += 2; *text != 0 && *text != ' '; text++) {
		if (*text == '!')
			certificate.is_ca = true;
		else if (*text == '?')
			certificate.has_key_usage = false;
		else if (*text == 's' || *text == 'e')
			certificate.template_name = *text == 's' ? "EnrollmentAgentOffline" : "CEPEncryption";
		else if (*text == '@')
			certificate.not_before += *++text - '0';
		else
			certificate.key_usage |= usage_bits(*text);
	}
	*ret_certificate = certificate;
	return text + strspn(text, " ");
}

/* Facts without any encoding: a role needs no more. */
static struct certificate_set set_describe(struct arena *arena, const char *text)
{
	struct certificate *all = arena_allocate(arena, 20 * sizeof *all);
	size_t count = 0;

	while (*text != 0) {
		text = certificate_describe(text, &all[count]);
		all[count].der = (struct octets){.bytes = (unsigned char *)arena_copy(arena, &(char){(char)count}, 1),
						 .length = 1};
		count++;
	}
	return (struct certificate_set){.certificates = all, .count = count};
}

static int arena_make(void **state)
{
	*state = arena_create("out of memory\n");
	return *state == NULL;
}

static int arena_drop(void **state)
{
	arena_destroy(*state);
	return 0;
}

/* wanted: the indexes of signing, encryption and CA. */
static void each_row_has_its_roles(void **state)
{
	static const struct {
		const char *what, *set, *wanted;
	} rows[] = {
		{"NDES", "rcS rcE cc!", "0 1 2"},
		{"another order", "cc! rcE rcS", "2 1 0"},
		{"one for both", "rcSE cc!", "0 0 1"},
		{"data encipherment only", "rcS rcD cc!", "0 1 2"},
		{"key before data encipherment", "rcSD@5 rcSE cc!", "0 1 2"},
		{"no usage comes last", "rc?@5 rcS rcD cc!", "1 2 3"},
		{"no usage is better than nothing", "rc? rcS cc!", "1 0 2"},
		{"no usage at all", "rc? cc!?", "0 0 1"},
		{"no usage, but templates", "rc?e@5 rc?s cc!", "1 0 2"},
		{"no usage and one template", "rc?s@5 rc? cc!", "0 1 2"},
		{"no usage and no other", "rc?s cc!", "0 0 1"},
		{"no encryption", "rcS cc!E", "0 1 1 no-encryption"},
		{"no signing", "rcE cc!S", "1 0 1 no-signing"},
		{"neither", "rcA cc!", "1 1 1 no-signing no-encryption"},
		{"no CA", "rcS rcE", "0 1 -1"},
		{"no CA and no encryption", "rcS", "0 -1 -1 no-encryption"},
		{"single", "cc!", "0 0 0 single"},
		{"single, the wanted usage", "cc!@5 dd!SE", "1 1 1 single"},
		{"single, step-ca", "cd!SE dd!@5", "0 0 0 single"},
		{"single, no usage before the wrong one", "cd! dd!?", "1 1 1 single"},
		{"single, no usage behind the right one", "dd!SE cd!?@5", "0 0 0 single"},
		{"single, the lowest", "dd!@5 cd!", "1 1 1 single"},
		{"single, two that share", "cc!S dd!E", "0 1 1 single"},
		{"the lowest CA", "dd!@5 cd! rcSE", "2 2 1"},
		{"the lowest of three", "ee!@5 dd!@6 de!@5 cd! rcSE", "4 4 3"},
		{"the lowest CA, though a higher one issued", "cd! dd!@5 rdSE", "2 2 0"},
		{"a CA of the same name is not above", "dd!@9 cd! cc!@3 rxSE", "3 3 2"},
		{"two unrelated CAs: the issuer", "dd!@5 cc! rcSE", "2 2 1"},
		{"a renewed CA: the newer", "cc! cc!@5 rcSE", "2 2 1"},
		{"CAs that certify each other: the issuer", "cd! dc!@5 rcSE", "2 2 0"},
		{"nothing", "", "-1 -1 -1"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct certificate_set set = set_describe(*state, rows[i].set);
		struct certificate_roles roles = certificate_roles_find(*state, &set, NOW);

		print_message("# row %s\n", rows[i].what);
		assert_string_equal(text_format(*state, "%d %d %d%s%s%s", roles.signing, roles.encryption, roles.ca,
						roles.single ? " single" : "",
						roles.signing_missing ? " no-signing" : "",
						roles.encryption_missing ? " no-encryption" : ""),
				    rows[i].wanted);
	}
}

/* Of two of a role the one that is valid now with the latest not_before leads: one second decides. */
static void the_leading_twin(void **state)
{
	static const struct {
		int64_t first_begin, first_end, second_begin, second_end;
		int leader;
	} rows[] = {
		{1000, LATE, 1001, LATE, 1},       {1001, LATE, 1000, LATE, 0},
		{1000, LATE, NOW, LATE, 1},        {1000, LATE, NOW + 1, LATE, 0},
		{1000, LATE, 2000, NOW, 1},        {1000, LATE, 2000, NOW - 1, 0},
		{1000, NOW - 1, 2000, NOW - 1, 1}, {1000, LATE, 1000, LATE + 1, 1},
		{1000, LATE, 1000, LATE, 0}, /* the fingerprint */
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct certificate_set set = set_describe(*state, "rcS rcS rcE cc!");
		struct certificate *twins = (struct certificate *)set.certificates;
		struct certificate_roles roles;

		twins[0].not_before = rows[i].first_begin;
		twins[0].not_after = rows[i].first_end;
		twins[1].not_before = rows[i].second_begin;
		twins[1].not_after = rows[i].second_end;
		roles = certificate_roles_find(*state, &set, NOW);
		print_message("# row %zu\n", i);
		assert_int_equal(roles.signing, rows[i].leader);
		assert_int_equal(roles.extra_count, 1);
		assert_int_equal(roles.extras[0].index, 1 - rows[i].leader);
		assert_int_equal(roles.extras[0].role, ROLE_SIGNING);
	}
}

static void extras_are_told_apart(void **state)
{
	/* newest first */
	const struct certificate_extra wanted[] = {
		{5, ROLE_OTHER}, {4, ROLE_OTHER}, {3, ROLE_ENCRYPTION}, {2, ROLE_SIGNING}, {7, ROLE_OTHER},
	};
	struct certificate_set set = set_describe(*state, "rcS@9 rcE@9 rcSE@5 rcE@6 rc?@7 rcD@8 cd!@3 dd!@2");
	struct certificate_roles roles = certificate_roles_find(*state, &set, NOW);

	assert_int_equal(roles.signing, 0);
	assert_int_equal(roles.encryption, 1);
	assert_int_equal(roles.ca, 6);
	assert_int_equal(roles.extra_count, ARRAY_LENGTH(wanted));
	for (size_t i = 0; i < ARRAY_LENGTH(wanted); i++) {
		assert_int_equal(roles.extras[i].index, wanted[i].index);
		assert_int_equal(roles.extras[i].role, wanted[i].role);
	}
}

/* A certificate that leads one role is no twin in the other. */
static void a_leader_is_never_an_extra(void **state)
{
	struct certificate_set set = set_describe(*state, "rcSE@1 rcS@2 cc!");
	struct certificate_roles roles = certificate_roles_find(*state, &set, NOW);

	assert_int_equal(roles.signing, 1);
	assert_int_equal(roles.encryption, 0);
	assert_int_equal(roles.extra_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_row_has_its_roles),
		TEST(the_leading_twin),
		TEST(extras_are_told_apart),
		TEST(a_leader_is_never_an_extra),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
