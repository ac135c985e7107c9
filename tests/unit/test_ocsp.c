/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests, and every kind of answer: made by OpenSSL, read by us. */
#include "suite.h"

#include <openssl/err.h>

#include "ocsp_factory.h"
#include "pki/ocsp.h"

DEFINE_AUTOFREE(OCSP_REQUEST, OCSP_REQUEST_free)
DEFINE_AUTOFREE(OCSP_CERTID, OCSP_CERTID_free)

static const unsigned char nonce_bytes[OCSP_NONCE_MAX + 1] = "0123456789ABCDEF0123456789ABCDEF";

/* One test's certificates and their facts. */
struct stage {
	struct arena *arena;
	struct ocsp_world world;
	struct certificate ca, leaf;
	struct ocsp_query query;
};

static int stage_begin(void **state)
{
	struct stage *stage = calloc(1, sizeof *stage);

	if (stage == NULL)
		return 1;
	*state = stage;
	stage->arena = arena_create("out of memory\n");
	stage->world = ocsp_world_make();
	stage->ca = factory_facts(stage->arena, stage->world.ca);
	stage->leaf = factory_facts(stage->arena, stage->world.leaf);
	stage->query = (struct ocsp_query){.certificate = &stage->leaf, .issuer = &stage->ca};
	return 0;
}

static int stage_end(void **state)
{
	struct stage *stage = *state;

	ocsp_world_free(&stage->world);
	arena_destroy(stage->arena);
	free(stage);
	return 0;
}

/* Reads what the plan makes; its issuer and certificate are the stage's if it names none. */
static struct ocsp_response parse_plan(const struct stage *stage, struct ocsp_plan plan)
{
	struct ocsp_response response;
	enum ocsp_fault fault;
	struct factory_bytes made;
	const char *wrong;

	plan.issuer = plan.issuer != NULL ? plan.issuer : stage->world.ca;
	plan.certificate = plan.certificate != NULL ? plan.certificate : stage->world.leaf;
	made = ocsp_factory_response(&plan);
	wrong = ocsp_response_parse(stage->arena, &stage->query, made.bytes, made.length, &response, &fault);
	free(made.bytes);
	if (wrong != NULL)
		fail_msg("%s", wrong);
	assert_int_equal(fault, OCSP_FINE);
	assert_int_equal(ERR_peek_error(), 0);
	return response;
}

static void a_request_names_the_certificate(void **state)
{
	const struct stage *stage = *state;
	autofree(OCSP_CERTID) *expected = OCSP_cert_to_id(EVP_sha1(), stage->world.leaf, stage->world.ca);
	autofree(OCSP_REQUEST) *request = NULL;
	const unsigned char *at;
	struct octets der;

	assert_null(ocsp_request_make(stage->arena, &stage->query, &der));
	at = der.bytes;
	request = d2i_OCSP_REQUEST(NULL, &at, (long)der.length);
	assert_non_null(request);
	assert_ptr_equal(at, der.bytes + der.length);
	assert_int_equal(OCSP_request_onereq_count(request), 1);
	assert_int_equal(OCSP_id_cmp(OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, 0)), expected), 0);
	assert_int_equal(OCSP_REQUEST_get_ext_count(request), 0);
	assert_int_equal(OCSP_request_is_signed(request), 0);
	assert_int_equal(ERR_peek_error(), 0);
}

static void a_request_carries_the_nonce(void **state)
{
	static const struct {
		size_t length;
		bool fine;
	} rows[] = {{0, false}, {1, true}, {32, true}, {OCSP_NONCE_MAX, true}, {OCSP_NONCE_MAX + 1, false}};
	struct stage *stage = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		autofree(OCSP_REQUEST) *request = NULL;
		const unsigned char *at;
		struct octets der;
		int place;

		stage->query.nonce = (struct octets){nonce_bytes, rows[i].length};
		assert_row_accepted("nonce", ocsp_request_make(stage->arena, &stage->query, &der), rows[i].fine);
		if (!rows[i].fine)
			continue;
		at = der.bytes;
		request = d2i_OCSP_REQUEST(NULL, &at, (long)der.length);
		place = OCSP_REQUEST_get_ext_by_NID(request, NID_id_pkix_OCSP_Nonce, -1);
		assert_int_equal(place, 0);
		/* the tag and the length in front, and the length's second byte from 128 on */
		assert_int_equal(ASN1_STRING_length(X509_EXTENSION_get_data(OCSP_REQUEST_get_ext(request, place))),
				 rows[i].length + (rows[i].length < 128 ? 2 : 3));
	}
}

static void a_request_needs_readable_certificates(void **state)
{
	struct stage *stage = *state;
	struct octets der;

	stage->ca.der.length -= 1;
	assert_contains(ocsp_request_make(stage->arena, &stage->query, &der), "can't be decoded");
	assert_int_equal(ERR_peek_error(), 0);
}

static void the_issuer_says_good(void **state)
{
	struct ocsp_response response = parse_plan(*state, (struct ocsp_plan){0});
	const struct stage *stage = *state;

	assert_int_equal(response.answer, OCSP_SUCCESSFUL);
	assert_string_equal(response.responder, "CN=CORP-CA");
	assert_int_equal(response.produced_at, FACTORY_NOW - 3600);
	assert_string_equal(response.signature_algorithm, "sha256WithRSAEncryption");
	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_true(response.by_issuer && response.signer_issued && response.signer_may);
	assert_ptr_equal(response.signer, &stage->ca);
	assert_true(response.found);
	assert_string_equal(response.about, stage->leaf.serial);
	assert_null(response.critical);
	assert_int_equal(response.status, OCSP_GOOD);
	assert_int_equal(response.this_update, FACTORY_NOW - 3600);
	assert_true(response.has_next_update);
	assert_int_equal(response.next_update, FACTORY_NOW + 7 * DAY);
	assert_int_equal(response.nonce, OCSP_NONCE_NOT_SENT);
}

static void each_status(void **state)
{
	struct ocsp_response response;

	response = parse_plan(*state, (struct ocsp_plan){.status = V_OCSP_CERTSTATUS_REVOKED, .reason = 1});
	assert_int_equal(response.status, OCSP_REVOKED);
	assert_int_equal(response.reason, 1);
	assert_int_equal(response.revoked_at, FACTORY_NOW - DAY);
	response = parse_plan(*state,
			      (struct ocsp_plan){.status = V_OCSP_CERTSTATUS_REVOKED, .reason = OCSP_FACTORY_NONE});
	assert_int_equal(response.status, OCSP_REVOKED);
	assert_int_equal(response.reason, -1);
	response = parse_plan(*state, (struct ocsp_plan){.status = V_OCSP_CERTSTATUS_UNKNOWN});
	assert_int_equal(response.status, OCSP_UNKNOWN);
	response = parse_plan(*state, (struct ocsp_plan){.next_update = OCSP_FACTORY_NONE});
	assert_false(response.has_next_update);
}

static void a_delegate_signs(void **state)
{
	const struct stage *stage = *state;
	struct ocsp_response response =
		parse_plan(stage, (struct ocsp_plan){.signer = stage->world.responder, .key = FACTORY_KEY_ENCRYPTION});

	assert_string_equal(response.responder, "CN=OCSP1");
	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_false(response.by_issuer);
	assert_true(response.signer_issued);
	assert_true(response.signer_may);
	assert_true(response.signer_no_check);
	assert_string_equal(response.signer->subject, "CN=OCSP1");
	assert_int_equal(response.signer->not_after, FACTORY_NOW + YEAR);
}

/* What is wrong with a delegate; each fault alone. */
static void delegates_with_faults(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *other = factory_ca((struct factory_plan){.subject = "/CN=OTHER-CA", .key = FACTORY_KEY_ROOT});
	autofree(X509) *renewed = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED});
	const struct {
		const char *name;
		struct factory_plan plan;
		bool issued, may, no_check;
	} rows[] = {
		{"good", {.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA}, true, true, true},
		{"without the usage",
		 {.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA, .extended_usage = ""},
		 true,
		 false,
		 true},
		{"with another usage",
		 {.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA, .extended_usage = "serverAuth"},
		 true,
		 false,
		 true},
		{"any usage is not enough",
		 {.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA, .extended_usage = "anyExtendedKeyUsage"},
		 true,
		 false,
		 true},
		{"of another CA", {.signed_by = other, .signing_key = FACTORY_KEY_ROOT}, false, true, true},
		{"of another key", {.signed_by = renewed, .signing_key = FACTORY_KEY_CA_RENEWED}, false, true, true},
		{"of the CA's key by another name",
		 {.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA, .issuer = "/CN=ELSE"},
		 false,
		 true,
		 true},
		{"self-signed", {.key = FACTORY_KEY_ENCRYPTION}, false, true, true},
		{"without nocheck",
		 {.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA, .extra = {{"nsComment", "none"}}},
		 true,
		 true,
		 false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		autofree(X509) *signer = ocsp_factory_responder(rows[i].plan);
		struct ocsp_response response =
			parse_plan(stage, (struct ocsp_plan){.signer = signer, .key = FACTORY_KEY_ENCRYPTION});

		assert_row_int(rows[i].name, response.signature, OCSP_SIGNATURE_VALID);
		assert_row_int(rows[i].name, response.by_issuer, false);
		assert_row_int(rows[i].name, response.signer_issued, rows[i].issued);
		assert_row_int(rows[i].name, response.signer_may, rows[i].may);
		assert_row_int(rows[i].name, response.signer_no_check, rows[i].no_check);
	}
}

/* The CA was renewed with a new key, whose certificate bears the same name. */
static void the_renewed_ca_signs(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *renewed = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED});
	struct ocsp_response response =
		parse_plan(stage, (struct ocsp_plan){.signer = renewed, .key = FACTORY_KEY_CA_RENEWED});

	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_false(response.by_issuer);
	assert_false(response.signer_issued);
	response = parse_plan(
		stage, (struct ocsp_plan){.signer = renewed, .key = FACTORY_KEY_CA_RENEWED, .no_certificates = true});
	assert_int_equal(response.signature, OCSP_SIGNATURE_WRONG);
	assert_ptr_equal(response.signer, &stage->ca);
}

static void signatures_with_faults(void **state)
{
	const struct stage *stage = *state;
	X509 *responder = stage->world.responder;
	struct ocsp_response response;

	response = parse_plan(stage, (struct ocsp_plan){.wrong_signature = true});
	assert_int_equal(response.signature, OCSP_SIGNATURE_WRONG);
	assert_ptr_equal(response.signer, &stage->ca);
	response = parse_plan(
		stage, (struct ocsp_plan){.signer = responder, .key = FACTORY_KEY_ENCRYPTION, .wrong_signature = true});
	assert_int_equal(response.signature, OCSP_SIGNATURE_WRONG);
	assert_string_equal(response.signer->subject, "CN=OCSP1");
	response = parse_plan(
		stage, (struct ocsp_plan){.signer = responder, .key = FACTORY_KEY_ENCRYPTION, .no_certificates = true});
	assert_int_equal(response.signature, OCSP_SIGNATURE_NO_SIGNER);
	assert_null(response.signer);
	assert_string_equal(response.responder, "CN=OCSP1");
	response = parse_plan(stage, (struct ocsp_plan){.unknown_algorithm = NID_sha256});
	assert_int_equal(response.signature, OCSP_SIGNATURE_UNCHECKABLE);
	/* an algorithm that does not fit the key */
	response = parse_plan(stage, (struct ocsp_plan){.unknown_algorithm = NID_ecdsa_with_SHA256});
	assert_int_equal(response.signature, OCSP_SIGNATURE_WRONG);
}

static void algorithms(void **state)
{
	struct ocsp_response response;
	struct stage *stage = *state;

	response = parse_plan(stage, (struct ocsp_plan){.pss = true});
	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_string_equal(response.signature_algorithm, "rsassaPss");
	response = parse_plan(stage, (struct ocsp_plan){.digest = EVP_sha1()});
	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	{
		autofree(X509) *ca = factory_ca((struct factory_plan){.key = FACTORY_KEY_EC});
		autofree(X509) *leaf =
			factory_signing((struct factory_plan){.signed_by = ca, .signing_key = FACTORY_KEY_EC});

		stage->ca = factory_facts(stage->arena, ca);
		stage->leaf = factory_facts(stage->arena, leaf);
		response =
			parse_plan(stage, (struct ocsp_plan){.issuer = ca, .certificate = leaf, .key = FACTORY_KEY_EC});
	}
	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_true(response.found);
	assert_string_equal(response.signature_algorithm, "ecdsa-with-SHA256");
}

/* Responders that name themselves by the hash of their key. */
static void by_key(void **state)
{
	const struct stage *stage = *state;
	struct ocsp_response response = parse_plan(stage, (struct ocsp_plan){.by_key = true});

	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_true(response.by_issuer);
	assert_int_equal(strncmp(response.responder, "key ", 4), 0);
	assert_int_equal(strlen(response.responder), 4 + 40);
	response = parse_plan(stage, (struct ocsp_plan){.by_key = true,
							.signer = stage->world.responder,
							.key = FACTORY_KEY_ENCRYPTION,
							.along = {stage->world.ca, stage->world.leaf}});
	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_string_equal(response.signer->subject, "CN=OCSP1");
}

/* Two responders of one name, one with a new key: the one whose key signed counts. */
static void of_two_certificates_of_a_name(void **state)
{
	const struct stage *stage = *state;
	autofree(X509) *older = ocsp_factory_responder((struct factory_plan){
		.key = FACTORY_KEY_ROOT, .signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA});
	struct ocsp_response response = parse_plan(stage, (struct ocsp_plan){.no_certificates = true,
									     .signer = stage->world.responder,
									     .key = FACTORY_KEY_ENCRYPTION,
									     .along = {older, stage->world.responder}});
	struct certificate expected = factory_facts(stage->arena, stage->world.responder);

	assert_int_equal(response.signature, OCSP_SIGNATURE_VALID);
	assert_true(certificate_equal(response.signer, &expected));
}

static void nonces(void **state)
{
	const struct octets sent = {nonce_bytes, 32}, other = {nonce_bytes + 1, 32}, shorter = {nonce_bytes, 31};
	struct stage *stage = *state;

	assert_int_equal(parse_plan(stage, (struct ocsp_plan){.nonce = sent}).nonce, OCSP_NONCE_NOT_SENT);
	stage->query.nonce = sent;
	assert_int_equal(parse_plan(stage, (struct ocsp_plan){.nonce = sent}).nonce, OCSP_NONCE_ECHOED);
	assert_int_equal(parse_plan(stage, (struct ocsp_plan){.nonce = sent, .bare_nonce = true}).nonce,
			 OCSP_NONCE_ECHOED);
	assert_int_equal(parse_plan(stage, (struct ocsp_plan){.nonce = other}).nonce, OCSP_NONCE_OTHER);
	assert_int_equal(parse_plan(stage, (struct ocsp_plan){.nonce = shorter}).nonce, OCSP_NONCE_OTHER);
	assert_int_equal(parse_plan(stage, (struct ocsp_plan){0}).nonce, OCSP_NONCE_ABSENT);
}

static void which_certificate_it_is_about(void **state)
{
	struct stage *stage = *state;
	autofree(X509) *other = factory_signing(
		(struct factory_plan){.signed_by = stage->world.ca, .signing_key = FACTORY_KEY_CA, .serial = "0BAD"});
	autofree(X509) *other_ca =
		factory_ca((struct factory_plan){.subject = "/CN=OTHER-CA", .key = FACTORY_KEY_ROOT});
	autofree(X509) *renewed = factory_ca((struct factory_plan){.key = FACTORY_KEY_CA_RENEWED});
	struct ocsp_response response;

	response = parse_plan(stage, (struct ocsp_plan){.id_digest = EVP_sha256()});
	assert_true(response.found);
	response = parse_plan(stage, (struct ocsp_plan){.certificate = other});
	assert_false(response.found);
	assert_string_equal(response.about, "0BAD");
	response = parse_plan(stage, (struct ocsp_plan){.before = other});
	assert_true(response.found);
	assert_int_equal(response.status, OCSP_GOOD);
	response = parse_plan(stage, (struct ocsp_plan){.no_entry = true});
	assert_false(response.found);
	assert_null(response.about);
	/* the same serial number, but of another CA or another key of it */
	response = parse_plan(stage, (struct ocsp_plan){.issuer = other_ca, .key = FACTORY_KEY_ROOT});
	assert_false(response.found);
	response = parse_plan(
		stage, (struct ocsp_plan){.issuer = renewed, .key = FACTORY_KEY_CA_RENEWED, .id_digest = EVP_sha384()});
	assert_false(response.found);
}

/* Dates that do not exist, wherever they stand. */
static void dates_that_do_not_exist(void **state)
{
	static const struct {
		const char *date, *wanted;
	} rows[] = {
		{"20270101000000Z", "the date producedAt does not exist"},
		{"20270102000000Z", "the date thisUpdate does not exist"},
		{"20270103000000Z", "the date nextUpdate does not exist"},
		{"20270104000000Z", "the revocation date does not exist"},
	};
	const struct stage *stage = *state;
	const int64_t begin = 1798761600; /* 2027-01-01 00:00 UTC */

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct factory_bytes made =
			ocsp_factory_response(&(struct ocsp_plan){.issuer = stage->world.ca,
								  .certificate = stage->world.leaf,
								  .status = V_OCSP_CERTSTATUS_REVOKED,
								  .produced_at = begin,
								  .this_update = begin + DAY,
								  .next_update = begin + 2 * DAY,
								  .revoked_at = begin + 3 * DAY});
		unsigned char *place = memmem(made.bytes, made.length, rows[i].date, strlen(rows[i].date));
		struct ocsp_response response;
		enum ocsp_fault fault;

		assert_non_null(place);
		place[4] = '1';
		place[5] = '3';
		assert_contains(
			ocsp_response_parse(stage->arena, &stage->query, made.bytes, made.length, &response, &fault),
			rows[i].wanted);
		assert_int_equal(fault, OCSP_MALFORMED);
		free(made.bytes);
	}
}

static void critical_extensions(void **state)
{
	struct ocsp_response response = parse_plan(*state, (struct ocsp_plan){.critical = "1.2.3.4"});

	assert_string_equal(response.critical, "1.2.3.4");
	response = parse_plan(*state, (struct ocsp_plan){.critical = "1.3.6.1.5.5.7.48.1.6"}); /* archive cutoff */
	assert_null(response.critical);
	response = parse_plan(*state, (struct ocsp_plan){.harmless = "1.2.3.4"});
	assert_null(response.critical);
}

static void refusals(void **state)
{
	static const struct {
		int number;
		enum ocsp_answer answer;
		const char *text;
	} rows[] = {
		{OCSP_RESPONSE_STATUS_MALFORMEDREQUEST, OCSP_MALFORMED_REQUEST, "malformedRequest"},
		{OCSP_RESPONSE_STATUS_INTERNALERROR, OCSP_INTERNAL_ERROR, "internalError"},
		{OCSP_RESPONSE_STATUS_TRYLATER, OCSP_TRY_LATER, "tryLater"},
		{OCSP_RESPONSE_STATUS_SIGREQUIRED, OCSP_SIGNATURE_REQUIRED, "sigRequired"},
		{OCSP_RESPONSE_STATUS_UNAUTHORIZED, OCSP_UNAUTHORIZED, "unauthorized"},
	};
	const struct stage *stage = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct factory_bytes made = ocsp_factory_refusal(rows[i].number);
		struct ocsp_response response;

		assert_null(ocsp_response_parse(stage->arena, &stage->query, made.bytes, made.length, &response, NULL));
		assert_row_int(rows[i].text, response.answer, rows[i].answer);
		assert_row_text(rows[i].text, ocsp_answer_text(response.answer), rows[i].text);
		free(made.bytes);
	}
}

#define ROW(text, fault, wanted) \
	{ \
		(text), sizeof(text) - 1, (fault), (wanted) \
	}

static void something_else(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		enum ocsp_fault fault;
		const char *wanted;
	} rows[] = {
		ROW("", OCSP_EMPTY, "is empty"),
		ROW(" \r\n", OCSP_EMPTY, "is empty"),
		ROW("<html>\r\n <title>Sign  in", OCSP_HTML, "is a web page, \"(html) (title)Sign in\""),
		ROW("\xEF\xBB\xBF\n<!DOCTYPE html>", OCSP_HTML, "is a web page"),
		ROW("not found\n", OCSP_NOT_OCSP, "is text, \"not found\""),
		ROW("\x1F\x8B\x08\x00", OCSP_NOT_OCSP, "it begins with 1F8B0800"),
		ROW("0", OCSP_TRUNCATED, "is truncated: 1 byte"),
		ROW("\x30\x82\x01", OCSP_TRUNCATED, "is truncated: 3 bytes"),
		ROW("\x30\x84\x7F\xFF\xFF\xFF\x0A", OCSP_TRUNCATED, "is truncated: 7 of 2147483653 bytes"),
		ROW("\x30\x80\x0A\x01\x00\x00\x00", OCSP_MALFORMED, "is not in DER"),
		ROW("\x30\x03\x0A\x01\x06\x00", OCSP_TRAILING, "has 1 byte behind its end"),
		ROW("\x30\x03\x0A\x01\x00", OCSP_MALFORMED, "holds no basic response"),
		ROW("\x30\x03\x0A\x01\x04", OCSP_MALFORMED, "the response status 4 does not exist"),
		ROW("\x30\x03\x0A\x01\x07", OCSP_MALFORMED, "the response status 7 does not exist"),
		ROW("\x30\x03\x0A\x01\xFF", OCSP_MALFORMED, "the response status -1 does not exist"),
		ROW("\x30\x03\x02\x01\x00", OCSP_MALFORMED, "can't be decoded"),
		ROW("\x30\x00", OCSP_MALFORMED, "can't be decoded"),
		ROW("\x30\x12\x0A\x01\x00\xA0\x0D\x30\x0B\x06\x03\x2A\x03\x04\x04\x04\x30\x02\x05\x00", OCSP_MALFORMED,
		    "holds no basic response"),
	};
	const struct stage *stage = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *copy = heap_copy(rows[i].bytes, rows[i].length);
		struct ocsp_response response;
		enum ocsp_fault fault;
		const char *wrong =
			ocsp_response_parse(stage->arena, &stage->query, copy, rows[i].length, &response, &fault);

		assert_contains(wrong, rows[i].wanted);
		assert_row_int(rows[i].wanted, fault, rows[i].fault);
		assert_int_equal(ERR_peek_error(), 0);
		free(copy);
	}
}

/* At the cap it is read, a byte beyond it is not. */
static void sizes(void **state)
{
	static const unsigned char header[] = {0x30, 0x83, 0x00, 0xFF, 0xFB}, beyond[] = {0x30, 0x83, 0x00, 0xFF, 0xFC};
	unsigned char *bytes = calloc(1, OCSP_RESPONSE_MAX + 1);
	const struct stage *stage = *state;
	struct ocsp_response response;
	enum ocsp_fault fault;

	memcpy(bytes, header, sizeof header);
	assert_non_null(ocsp_response_parse(stage->arena, &stage->query, bytes, OCSP_RESPONSE_MAX, &response, &fault));
	assert_int_equal(fault, OCSP_MALFORMED);
	memcpy(bytes, beyond, sizeof beyond);
	assert_contains(
		ocsp_response_parse(stage->arena, &stage->query, bytes, OCSP_RESPONSE_MAX + 1, &response, &fault),
		"more than 64 KB");
	assert_int_equal(fault, OCSP_TOO_LARGE);
	free(bytes);
}

static struct factory_bytes delegated(const struct stage *stage)
{
	return ocsp_factory_response(&(struct ocsp_plan){.issuer = stage->world.ca,
							 .certificate = stage->world.leaf,
							 .signer = stage->world.responder,
							 .key = FACTORY_KEY_ENCRYPTION,
							 .nonce = {nonce_bytes, 32}});
}

static void every_truncation(void **state)
{
	const struct stage *stage = *state;
	struct factory_bytes made = delegated(stage);

	for (size_t length = 0; length < made.length; length++) {
		unsigned char *copy = heap_copy(made.bytes, length);
		struct ocsp_response response;
		enum ocsp_fault fault;

		assert_non_null(ocsp_response_parse(stage->arena, &stage->query, copy, length, &response, &fault));
		assert_int_equal(fault, length == 0 ? OCSP_EMPTY : OCSP_TRUNCATED);
		free(copy);
	}
	free(made.bytes);
}

/* Whatever byte is changed: what is still taken for signed says the same. */
static void every_changed_byte(void **state)
{
	struct stage *stage = *state;
	struct factory_bytes made = delegated(stage);
	size_t valid = 0, wrong = 0;

	stage->query.nonce = (struct octets){nonce_bytes, 32};
	for (size_t at = 0; at < made.length; at++) {
		struct ocsp_response response;

		made.bytes[at] ^= (unsigned char)(1u << at % 8);
		if (ocsp_response_parse(stage->arena, &stage->query, made.bytes, made.length, &response, NULL) !=
			    NULL ||
		    response.answer != OCSP_SUCCESSFUL) {
			wrong++;
		} else if (response.signature == OCSP_SIGNATURE_VALID) {
			valid++;
			assert_true(response.found);
			assert_int_equal(response.status, OCSP_GOOD);
			assert_int_equal(response.this_update, FACTORY_NOW - 3600);
			assert_int_equal(response.next_update, FACTORY_NOW + 7 * DAY);
			assert_int_equal(response.nonce, OCSP_NONCE_ECHOED);
		}
		made.bytes[at] ^= (unsigned char)(1u << at % 8);
	}
	assert_true(wrong > 10);
	assert_true(valid > 10 && valid < made.length / 2); /* bytes of the certificate's own signature and the like */
	free(made.bytes);
}

#define STAGE(function) cmocka_unit_test_setup_teardown(function, stage_begin, stage_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE(a_request_names_the_certificate),
		STAGE(a_request_carries_the_nonce),
		STAGE(a_request_needs_readable_certificates),
		STAGE(the_issuer_says_good),
		STAGE(each_status),
		STAGE(a_delegate_signs),
		STAGE(delegates_with_faults),
		STAGE(the_renewed_ca_signs),
		STAGE(signatures_with_faults),
		STAGE(algorithms),
		STAGE(by_key),
		STAGE(of_two_certificates_of_a_name),
		STAGE(nonces),
		STAGE(which_certificate_it_is_about),
		STAGE(dates_that_do_not_exist),
		STAGE(critical_extensions),
		STAGE(refusals),
		STAGE(something_else),
		STAGE(sizes),
		STAGE(every_truncation),
		STAGE(every_changed_byte),
	};

	return RUN_TESTS(tests);
}
