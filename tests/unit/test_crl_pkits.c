/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NIST's PKITS: 173 lists and what its documentation says about them. They are in Debian's package
 * python3-cryptography-vectors; the environment variable PKITS_DATA names its folder PKITS_data elsewhere.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "crl_factory.h"
#include "pki/crl.h"

static const char pkits_default[] = "/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data";

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

static const char *pkits_root(void)
{
	return getenv("PKITS_DATA") != NULL ? getenv("PKITS_DATA") : pkits_default;
}

static struct factory_bytes file_read(struct arena *arena, const char *folder, const char *name)
{
	const char *path = text_format(arena, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	static unsigned char buffer[100000];
	size_t length;

	assert_non_null(file);
	length = fread(buffer, 1, sizeof buffer, file);
	fclose(file);
	return factory_copy(buffer, length);
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), wanted = strlen(suffix);

	return length > wanted && strcmp(name + length - wanted, suffix) == 0;
}

/* Each file of the folder with that suffix. */
static struct text_list folder_list(struct arena *arena, const char *folder, const char *suffix)
{
	DIR *directory = opendir(folder);
	struct text_list names = {0};
	struct dirent *entry;

	assert_non_null(directory);
	while ((entry = readdir(directory)) != NULL)
		if (has_suffix(entry->d_name, suffix))
			text_list_add(arena, &names, arena_copy(arena, entry->d_name, strlen(entry->d_name)));
	closedir(directory);
	return names;
}

/* Whoever may sign lists: CAs, and issuers of indirect lists. */
static struct certificate_set signers_read(struct arena *arena, const char *folder)
{
	struct text_list names = folder_list(arena, folder, ".crt");
	struct certificate *certificates = arena_allocate(arena, names.count * sizeof *certificates);
	struct certificate_set set = {.certificates = certificates};

	for (size_t i = 0; i < names.count; i++) {
		struct factory_bytes der = file_read(arena, folder, names.items[i]);

		if (certificate_parse(arena, der.bytes, der.length, &certificates[set.count]) == NULL &&
		    certificate_may(&certificates[set.count], KEY_USAGE_CRL_SIGN))
			set.count++;
		free(der.bytes);
	}
	return set;
}

/* Its bytes are all right but for the number of unused bits in the signature, which is 1. */
static const char bad_bits[] = "BadCRLSignatureCACRL.crl";

struct pkits_counts {
	unsigned lists, verified, negative, scopes, deltas, freshest, expired;
};

static void pkits_list(struct arena *arena, const char *folder, const char *name, const struct certificate_set *cas,
		       struct pkits_counts *counts)
{
	struct factory_bytes list = file_read(arena, folder, name);
	struct crl crl;
	const char *wrong = crl_parse(arena, &(struct crl_options){0}, list.bytes, list.length, &crl, NULL);
	int signer;

	counts->lists++;
	free(list.bytes);
	if (wrong != NULL) {
		print_message("# %s: %s\n", name, wrong);
		assert_string_equal(name, bad_bits);
		return;
	}
	signer = crl_find_signer(arena, &crl, cas);
	if (signer >= 0 && crl_names_issuer(arena, &crl, &cas->certificates[signer]))
		counts->verified++;
	else
		print_message("# no signer: %s\n", name);
	counts->negative += crl.odd_serials != 0;
	counts->scopes += crl.scope.present && crl.scope.critical;
	counts->deltas += crl.is_delta;
	counts->freshest += crl.freshest.count != 0;
	counts->expired += crl.next_update < INT64_C(1293840000); /* 2011 */
}

/* Facts: crl.md, chapter 7. freshestCRL of PKITS names no URI. */
static void pkits(void **state)
{
	const char *crls = text_format(*state, "%s/crls", pkits_root());
	const char *certs = text_format(*state, "%s/certs", pkits_root());
	struct pkits_counts counts = {0};
	struct certificate_set cas;
	struct text_list names;

	cas = signers_read(*state, certs);
	names = folder_list(*state, crls, ".crl");
	for (size_t i = 0; i < names.count; i++)
		pkits_list(*state, crls, names.items[i], &cas, &counts);
	assert_int_equal(counts.lists, 173);
	/* bad signature, bad issuer, two CAs of one name, inherited DSA parameters, two signers without cRLSign */
	assert_int_equal(counts.verified, 173 - 6);
	assert_int_equal(counts.negative, 1);
	assert_int_equal(counts.scopes, 20);
	assert_int_equal(counts.deltas, 4);
	assert_int_equal(counts.freshest, 0);
	assert_int_equal(counts.expired, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(pkits, arena_make, arena_drop)};

	if (access(pkits_root(), R_OK) != 0) {
		printf("1..0 # SKIP no PKITS lists: install python3-cryptography-vectors, or set PKITS_DATA\n");
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
