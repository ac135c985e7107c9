/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "certificate_factory.h"
#include "core/array.h"
#include "pki/certificate_chain.h"

/* root -> issuing -> ra */
struct chain {
	struct arena *arena;
	X509 *root, *issuing, *ra;
	struct certificate_set all, root_only, issuing_only, ra_only, empty;
};

static struct certificate_set set_of(struct arena *arena, X509 *x509)
{
	return factory_set(arena, &x509, 1);
}

/* not_after: 0 for one that is valid at FACTORY_NOW. */
static void chain_make(struct chain *chain, const EVP_MD *digest, int64_t not_after)
{
	int64_t not_before = not_after != 0 ? not_after - YEAR : 0;

	chain->root = factory_ca((struct factory_plan){.subject = "/CN=ROOT",
						       .key = FACTORY_KEY_ROOT,
						       .digest = digest,
						       .not_before = not_before,
						       .not_after = not_after});
	chain->issuing = factory_ca((struct factory_plan){.subject = "/CN=ISSUING",
							  .signed_by = chain->root,
							  .signing_key = FACTORY_KEY_ROOT,
							  .digest = digest,
							  .not_before = not_before,
							  .not_after = not_after});
	chain->ra = factory_signing((struct factory_plan){.signed_by = chain->issuing,
							  .signing_key = FACTORY_KEY_CA,
							  .digest = digest,
							  .not_before = not_before,
							  .not_after = not_after});
	chain->all = factory_set(chain->arena, (X509 *[]){chain->ra, chain->issuing, chain->root}, 3);
	chain->root_only = set_of(chain->arena, chain->root);
	chain->issuing_only = set_of(chain->arena, chain->issuing);
	chain->ra_only = set_of(chain->arena, chain->ra);
}

static void chain_drop(struct chain *chain)
{
	X509_free(chain->root);
	X509_free(chain->issuing);
	X509_free(chain->ra);
}

static int setup(void **state)
{
	static struct chain chain;

	chain = (struct chain){.arena = arena_create("out of memory\n")};
	chain_make(&chain, EVP_sha256(), 0);
	*state = &chain;
	return 0;
}

static int teardown(void **state)
{
	struct chain *chain = *state;

	chain_drop(chain);
	arena_destroy(chain->arena);
	return 0;
}

static void who_signed_whom(void **state)
{
	const struct chain *chain = *state;
	const struct certificate *root = &chain->root_only.certificates[0],
				 *issuing = &chain->issuing_only.certificates[0], *ra = &chain->ra_only.certificates[0];

	assert_true(certificate_issued_by(chain->arena, ra, issuing));
	assert_true(certificate_issued_by(chain->arena, issuing, root));
	assert_true(certificate_issued_by(chain->arena, root, root));
	assert_false(certificate_issued_by(chain->arena, ra, root));
	assert_false(certificate_issued_by(chain->arena, ra, ra));
	assert_false(certificate_issued_by(chain->arena, root, issuing));
	assert_int_equal(ERR_peek_error(), 0);
}

static void names_and_key_ids(void **state)
{
	const struct chain *chain = *state;
	struct certificate issuing = chain->issuing_only.certificates[0], ra = chain->ra_only.certificates[0];
	const struct certificate *root = &chain->root_only.certificates[0];

	assert_true(certificate_names_issuer(&ra, &issuing));
	assert_false(certificate_names_issuer(&ra, root));
	issuing.subject_key_id = root->subject_key_id;
	assert_false(certificate_names_issuer(&ra, &issuing));
	ra.authority_key_id = (struct octets){0};
	assert_true(certificate_names_issuer(&ra, &issuing));
}

static void the_issuer_is_found(void **state)
{
	const struct chain *chain = *state;
	const struct certificate *ra = &chain->ra_only.certificates[0], *root = &chain->root_only.certificates[0];
	int index = certificate_find_issuer(&chain->all, ra, FACTORY_NOW);

	assert_true(index >= 0);
	assert_string_equal(chain->all.certificates[index].subject, "CN=ISSUING");
	assert_int_equal(certificate_find_issuer(&chain->all, root, FACTORY_NOW), -1);
	assert_int_equal(certificate_find_issuer(&chain->root_only, ra, FACTORY_NOW), -1);
}

/* A CA that was renewed with the same key: the one that is valid now. */
static void of_several_issuers_the_valid_one(void **state)
{
	const struct chain *chain = *state;
	autofree(X509) *renewed = factory_ca((struct factory_plan){.subject = "/CN=ISSUING",
								   .signed_by = chain->root,
								   .signing_key = FACTORY_KEY_ROOT,
								   .not_before = FACTORY_NOW,
								   .not_after = FACTORY_NOW + 100});
	const struct certificate old = chain->issuing_only.certificates[0], new = factory_facts(chain->arena, renewed);
	const struct certificate orders[][2] = {{old, new}, {new, old}}, *ra = &chain->ra_only.certificates[0];
	const int64_t moments[] = {FACTORY_NOW - 1, FACTORY_NOW, FACTORY_NOW + 100, FACTORY_NOW + 101};
	const int64_t begins[] = {FACTORY_NOW - YEAR, FACTORY_NOW, FACTORY_NOW, FACTORY_NOW - YEAR};

	for (size_t i = 0; i < 2 * ARRAY_LENGTH(moments); i++) {
		const struct certificate_set set = {.certificates = orders[i % 2], .count = 2};
		int index = certificate_find_issuer(&set, ra, moments[i / 2]);

		assert_true(index >= 0);
		assert_int_equal(set.certificates[index].not_before, begins[i / 2]);
	}
}

static void anchors(void **state)
{
	const struct chain *chain = *state;
	const struct certificate *ra = &chain->ra_only.certificates[0], *root = &chain->root_only.certificates[0];
	autofree(X509) *stranger = factory_ca((struct factory_plan){.subject = "/CN=OTHER"});
	autofree(X509) *namesake =
		factory_ca((struct factory_plan){.subject = "/CN=ROOT", .key = FACTORY_KEY_CA_RENEWED});
	struct certificate_set strangers = set_of(chain->arena, stranger), namesakes = set_of(chain->arena, namesake);
	const struct {
		const char *what;
		const struct certificate *leaf;
		const struct certificate_set *set, *trust;
		const char *sentence; /* NULL: trusted */
	} rows[] = {
		{"root", ra, &chain->all, &chain->root_only, NULL},
		{"an intermediate is an anchor", ra, &chain->ra_only, &chain->issuing_only, NULL},
		{"intermediates from the set", ra, &chain->issuing_only, &chain->root_only, NULL},
		{"intermediates from the trust", ra, &chain->ra_only, &chain->all, NULL},
		{"itself", ra, &chain->ra_only, &chain->ra_only, NULL},
		{"a root", root, &chain->all, &chain->root_only, NULL},
		{"no anchor", ra, &chain->all, &chain->empty,
		 "the chain ends at 'CN=ROOT', which is not among the trusted certificates"},
		{"a strange anchor", ra, &chain->all, &strangers,
		 "the chain ends at 'CN=ROOT', which is not among the trusted certificates"},
		{"a self-signed leaf", root, &chain->all, &strangers,
		 "the chain ends at 'CN=ROOT', which is not among the trusted certificates"},
		{"no issuer", ra, &chain->ra_only, &chain->root_only,
		 "the issuer 'CN=ISSUING' of 'CN=NDES01-MSCEP-RA, C=XX' is neither in the set nor among the trusted "
		 "certificates"},
		{"no root", ra, &chain->issuing_only, &strangers,
		 "the issuer 'CN=ROOT' of 'CN=ISSUING' is neither in the set nor among the trusted certificates"},
		{"another key", ra, &chain->issuing_only, &namesakes,
		 "the issuer 'CN=ROOT' of 'CN=ISSUING' is there only with another key"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *sentence =
			certificate_chain_untrusted(chain->arena, rows[i].leaf, rows[i].set, rows[i].trust);

		print_message("# %s: %s\n", rows[i].what, sentence != NULL ? sentence : "trusted");
		if (rows[i].sentence == NULL)
			assert_null(sentence);
		else
			assert_string_equal(sentence != NULL ? sentence : "trusted", rows[i].sentence);
		assert_int_equal(ERR_peek_error(), 0);
	}
}

static void old_chains_are_trusted_too(void **state)
{
	struct chain old = {.arena = ((struct chain *)*state)->arena};

	chain_make(&old, EVP_sha1(), 1000000000);
	assert_null(certificate_chain_untrusted(old.arena, &old.ra_only.certificates[0], &old.all, &old.root_only));
	chain_drop(&old);
}

static void a_wrong_signature_is_named(void **state)
{
	const struct chain *chain = *state;
	autofree(X509) *forged = factory_signing(
		(struct factory_plan){.signed_by = chain->issuing, .signing_key = FACTORY_KEY_CA_RENEWED});
	struct certificate_set set = set_of(chain->arena, forged);

	assert_string_equal(
		certificate_chain_untrusted(chain->arena, &set.certificates[0], &chain->all, &chain->root_only),
		"the signature on 'CN=NDES01-MSCEP-RA, C=XX' is wrong");
}

static void a_certificate_that_is_no_ca_is_no_issuer(void **state)
{
	const struct chain *chain = *state;
	autofree(X509) *below = factory_signing((struct factory_plan){
		.subject = "/CN=BELOW", .signed_by = chain->ra, .signing_key = FACTORY_KEY_SIGNING});
	struct certificate_set set = set_of(chain->arena, below);
	const char *sentence =
		certificate_chain_untrusted(chain->arena, &set.certificates[0], &chain->all, &chain->root_only);

	assert_non_null(sentence);
	print_message("# %s\n", sentence);
	assert_int_equal(certificate_find_issuer(&chain->all, &set.certificates[0], FACTORY_NOW), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_signed_whom),
		TEST(names_and_key_ids),
		TEST(the_issuer_is_found),
		TEST(of_several_issuers_the_valid_one),
		TEST(anchors),
		TEST(old_chains_are_trusted_too),
		TEST(a_wrong_signature_is_named),
		TEST(a_certificate_that_is_no_ca_is_no_issuer),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
