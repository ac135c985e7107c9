/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same lists through OpenSSL's own parser: random ones, and damaged ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "core/array.h"
#include "crl_factory.h"
#include "pki/crl.h"

DEFINE_AUTOFREE(X509_CRL, X509_CRL_free)

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

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static int64_t epoch_of(const ASN1_TIME *time)
{
	struct tm parts;

	assert_int_equal(ASN1_TIME_to_tm(time, &parts), 1);
	return (int64_t)timegm(&parts);
}

static void compare(struct arena *arena, const struct crl *crl, X509_CRL *theirs, EVP_PKEY *key,
		    const struct certificate *ca)
{
	const STACK_OF(X509_REVOKED) *revoked = X509_CRL_get_REVOKED(theirs);

	assert_int_equal(crl->version, X509_CRL_get_version(theirs) + 1);
	assert_int_equal(crl->this_update, epoch_of(X509_CRL_get0_lastUpdate(theirs)));
	assert_int_equal(crl->has_next_update, X509_CRL_get0_nextUpdate(theirs) != NULL);
	if (crl->has_next_update)
		assert_int_equal(crl->next_update, epoch_of(X509_CRL_get0_nextUpdate(theirs)));
	assert_int_equal(crl->entries, revoked != NULL ? sk_X509_REVOKED_num(revoked) : 0);
	assert_int_equal(crl_signed_by(arena, crl, ca), X509_CRL_verify(theirs, key) == 1);
}

static struct crl_plan random_plan(uint64_t *seed)
{
	static const size_t sizes[] = {0, 1, 2, 3, 7, 40, 500, 3000};
	struct crl_plan plan = {.seed = next_random(seed)};

	plan.entries = sizes[next_random(seed) % ARRAY_LENGTH(sizes)];
	plan.version_1 = next_random(seed) % 8 == 0;
	plan.no_next_update = next_random(seed) % 8 == 0;
	plan.no_extensions = next_random(seed) % 8 == 0;
	plan.delta = next_random(seed) % 4 == 0;
	plan.pss = next_random(seed) % 4 == 0;
	plan.number = next_random(seed);
	plan.published = (int64_t)(next_random(seed) % UINT64_C(4000000000));
	plan.key = next_random(seed) % 4 == 0 ? FACTORY_KEY_CA_RENEWED : FACTORY_KEY_CA;
	return plan;
}

static void random_lists(void **state)
{
	const struct certificate ca = factory_facts(*state, crl_factory_ca());
	uint64_t seed = UINT64_C(0x1234567890ABCDEF);

	for (int i = 0; i < 300; i++) {
		struct crl_plan plan = random_plan(&seed);
		struct factory_bytes list = crl_factory_list(&plan);
		const unsigned char *bytes = list.bytes;
		autofree(X509_CRL) *theirs = d2i_X509_CRL(NULL, &bytes, (long)list.length);
		struct crl crl;

		assert_non_null(theirs);
		assert_null(crl_parse(*state, &(struct crl_options){0}, list.bytes, list.length, &crl, NULL));
		compare(*state, &crl, theirs, factory_key(FACTORY_KEY_CA), &ca);
		free(list.bytes);
	}
}

/* Whatever a changed byte does: what we take, OpenSSL takes too, with the same dates, count and signature. */
static void damaged_lists(void **state)
{
	const struct certificate ca = factory_facts(*state, crl_factory_ca());
	uint64_t seed = 42;
	size_t taken = 0;

	for (int i = 0; i < 4000; i++) {
		static struct factory_bytes list;
		const unsigned char *bytes;
		struct crl crl;
		size_t at;

		if (i == 0)
			list = crl_factory_list(&(struct crl_plan){.entries = 6});
		at = next_random(&seed) % list.length;
		list.bytes[at] ^= (unsigned char)(1U << next_random(&seed) % 8);
		if (crl_parse(*state, &(struct crl_options){0}, list.bytes, list.length, &crl, NULL) == NULL) {
			bytes = list.bytes;

			autofree(X509_CRL) *theirs = d2i_X509_CRL(NULL, &bytes, (long)list.length);

			taken++;
			assert_non_null(theirs);
			compare(*state, &crl, theirs, factory_key(FACTORY_KEY_CA), &ca);
			ERR_clear_error();
		}
		if (i % 3 == 2 || i == 3999) {
			free(list.bytes);
			list = i == 3999 ? (struct factory_bytes){0}
					 : crl_factory_list(&(struct crl_plan){.entries = 6});
		}
	}
	assert_true(taken > 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_make, arena_drop)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(random_lists), TEST(damaged_lists)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
