/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever comes from a distribution point: read at once and in pieces, with serial numbers to look up, as a header
 * alone, and judged. What we take, OpenSSL's own parser must take too, with the same number of entries.
 */
#include "judge/judge_crl.h"
#include "pki/openssl.h"
#include "pki/uri.h"
#include "target.h"

DEFINE_AUTOFREE(X509_CRL, X509_CRL_free)

enum { NOW = 1795500000 };

static const struct octets serials[] = {{(const unsigned char *)"\x05", 1}, {(const unsigned char *)"\x47\0\0", 3}};
static const struct crl_options options = {.max_size = 1 << 20, .serials = serials, .serial_count = 2};

/* In pieces whose sizes grow and wrap: 1, 2, 4 ... 1024, 1 ... */
static const char *parse_pieces(struct arena *arena, const uint8_t *bytes, size_t length, struct crl *ret_crl,
				enum crl_fault *ret_fault)
{
	struct crl_parser *parser = crl_parser_create(arena, &options);
	size_t size = 1;

	for (size_t at = 0; at < length; at += size, size = size < 1024 ? 2 * size : 1) {
		size = length - at < size ? length - at : size;
		crl_parser_push(parser, bytes + at, size);
	}
	return crl_parser_finish(parser, ret_crl, ret_fault);
}

static void check_peer(const uint8_t *bytes, size_t length, const struct crl *crl)
{
	autofree(X509_CRL) *theirs = crl->was_pem ? NULL : d2i_X509_CRL(NULL, &bytes, (long)length);

	if (crl->was_pem)
		return;
	HOLDS(theirs != NULL);
	HOLDS(crl->entries ==
	      (uint64_t)(X509_CRL_get_REVOKED(theirs) != NULL ? sk_X509_REVOKED_num(X509_CRL_get_REVOKED(theirs)) : 0));
	HOLDS(crl->has_next_update == (X509_CRL_get0_nextUpdate(theirs) != NULL));
}

static void check_texts(const struct crl *crl)
{
	HOLDS(is_fit(crl->issuer) && is_fit(crl->signature.algorithm));
	for (size_t i = 0; i < crl->freshest.count; i++)
		HOLDS(strlen(crl->freshest.items[i]) <= URI_MAX);
	for (size_t i = 0; i < crl->scope.uris.count; i++)
		HOLDS(strlen(crl->scope.uris.items[i]) <= URI_MAX);
	HOLDS(crl->hit_count <= 2 && crl->size >= crl->predicted_size);
}

static void judge(struct arena *arena, const struct crl *crl, const char *wrong, enum crl_fault fault)
{
	const struct crl_policy policy = {.unverified = STATUS_UNKNOWN, .replication = CRL_REPLICATION};
	struct crl_place place = {
		.uri = "u", .object = "crl1", .fetched = true, .wrong = wrong, .fault = fault, .signer = -1};
	struct finding *finding = finding_add(findings_create(arena), "crl1", "u");

	if (wrong == NULL)
		place.crl = *crl;
	judge_crl(&place, &policy, NOW, finding);
	for (const struct finding *at = finding; at != NULL; at = finding_following(at))
		HOLDS(*at->sentence != 0 && is_fit(at->sentence));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct crl crl, again;
	enum crl_fault fault, fault_again;
	const char *wrong = crl_parse(arena, &options, bytes, length, &crl, &fault);
	const char *wrong_again = parse_pieces(arena, bytes, length, &again, &fault_again);

	HOLDS((wrong == NULL) == (fault == CRL_GOOD) && fault == fault_again);
	HOLDS(wrong == NULL ? wrong_again == NULL : strcmp(wrong, wrong_again) == 0);
	if (wrong == NULL) {
		HOLDS(crl.entries == again.entries && crl.hit_count == again.hit_count && crl.size == again.size);
		HOLDS(crl.signature.digest_length == again.signature.digest_length);
		HOLDS(memcmp(crl.signature.digest, again.signature.digest, sizeof crl.signature.digest) == 0);
		check_texts(&crl);
		check_peer(bytes, length, &crl);
	}
	judge(arena, &crl, wrong, fault);
	crl_parse(arena, &(struct crl_options){.header_only = true}, bytes, length, &again, NULL);
	openssl_settle(arena);
	arena_destroy(arena);
	return 0;
}
