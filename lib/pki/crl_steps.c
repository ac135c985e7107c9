/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of CertificateList in their order (RFC 5280 5.1). Each step consumes what it read, or asks for more. */
#include "pki/crl_parser.h"
#include "pki/crl_time.h"

static struct octets keep(struct crl_parser *parser, struct octets octets)
{
	return (struct octets){(unsigned char *)arena_copy(parser->arena, octets.bytes, octets.length), octets.length};
}

static bool go_on(struct crl_parser *parser, enum crl_step step)
{
	parser->step = step;
	return true;
}

static bool step_outer(struct crl_parser *parser, struct crl_window *window)
{
	uint64_t limit = parser->options.max_size;

	if (!crl_container_enter(parser, window, UINT64_MAX, "is not a CRL: the first header is malformed",
				 &parser->outer_end))
		return false;
	parser->crl.predicted_size = parser->outer_end;
	if (limit != 0 && parser->outer_end > limit)
		return crl_fail(parser, CRL_TOO_LARGE,
				text_format(parser->arena, "has %llu bytes, more than the %llu that are allowed",
					    (unsigned long long)parser->outer_end, (unsigned long long)limit));
	return go_on(parser, STEP_TBS);
}

static bool step_tbs(struct crl_parser *parser, struct crl_window *window)
{
	const unsigned char *begin = window->at;
	unsigned char tag;

	parser->tbs_begin = parser->position;
	if (!crl_peek(parser, window, parser->outer_end, &tag))
		return false;
	if (tag == DER_OID)
		return crl_fail(parser, CRL_NOT_CRL, "is not a CRL: a PKCS#7 message");
	if (!crl_container_enter(parser, window, parser->outer_end, "tbsCertList is malformed", &parser->tbs_end))
		return false;
	window->unhashed = begin;
	parser->hashing = true;
	return go_on(parser, STEP_VERSION);
}

static bool step_version(struct crl_parser *parser, struct crl_window *window)
{
	struct der_element version;
	unsigned char tag;

	if (!crl_peek(parser, window, parser->tbs_end, &tag))
		return false;
	parser->crl.version = 1;
	if (tag == DER_CONTEXT_CONSTRUCTED)
		return crl_fail(parser, CRL_NOT_CRL, "is not a CRL: a certificate");
	if (tag != DER_INTEGER)
		return go_on(parser, STEP_ALGORITHM);
	if (!crl_element_read(parser, window, parser->tbs_end, 8, "the version is malformed", &version))
		return false;
	if (version.content.length != 1 || version.content.bytes[0] != 1)
		return crl_malformed(parser, "the version is neither absent nor 2");
	parser->crl.version = 2;
	crl_consume(parser, window, version.whole.length);
	return go_on(parser, STEP_ALGORITHM);
}

static bool step_algorithm(struct crl_parser *parser, struct crl_window *window)
{
	static const char what[] = "the signature algorithm is malformed";
	uint64_t tbs_size = parser->tbs_end - parser->tbs_begin;
	struct der_element element;

	if (!crl_element_read(parser, window, parser->tbs_end, CRL_ALGORITHM_MAX, what, &element))
		return false;
	if (element.tag != DER_SEQUENCE)
		return crl_malformed(parser, what);
	parser->algorithm = keep(parser, element.whole);
	if (!parser->options.header_only &&
	    !crl_digest_choose(parser->arena, &parser->digest, parser->algorithm, tbs_size, &parser->crl.signature))
		return crl_malformed(parser, what);
	crl_consume(parser, window, element.whole.length);
	return go_on(parser, STEP_ISSUER);
}

static bool step_issuer(struct crl_parser *parser, struct crl_window *window)
{
	static const char what[] = "the issuer's name is malformed";
	struct der_element element;

	if (!crl_element_read(parser, window, parser->tbs_end, CRL_ISSUER_MAX, what, &element))
		return false;
	parser->crl.issuer_name = keep(parser, element.whole);
	parser->crl.issuer = crl_name_text(parser->arena, parser->crl.issuer_name);
	if (parser->crl.issuer == NULL)
		return crl_malformed(parser, what);
	crl_consume(parser, window, element.whole.length);
	return go_on(parser, STEP_THIS_UPDATE);
}

static bool time_take(struct crl_parser *parser, struct crl_window *window, const char *name, int64_t *ret_epoch)
{
	struct der_element element;
	const char *wrong;

	if (!crl_element_read(parser, window, parser->tbs_end, 64, name, &element))
		return false;
	wrong = crl_time_read(&element, ret_epoch);
	if (wrong != NULL)
		return crl_malformed(parser, text_format(parser->arena, "%s %s", name, wrong));
	crl_consume(parser, window, element.whole.length);
	return true;
}

static bool step_this_update(struct crl_parser *parser, struct crl_window *window)
{
	return time_take(parser, window, "thisUpdate", &parser->crl.this_update) && go_on(parser, STEP_NEXT_UPDATE);
}

static bool step_next_update(struct crl_parser *parser, struct crl_window *window)
{
	unsigned char tag;

	if (!crl_peek(parser, window, parser->tbs_end, &tag))
		return false;
	if (tag == DER_UTC_TIME || tag == DER_GENERALIZED_TIME) {
		if (!time_take(parser, window, "nextUpdate", &parser->crl.next_update))
			return false;
		parser->crl.has_next_update = true;
	}
	return go_on(parser, parser->options.header_only ? STEP_DONE : STEP_LIST);
}

static bool step_list(struct crl_parser *parser, struct crl_window *window)
{
	unsigned char tag;

	if (!crl_peek(parser, window, parser->tbs_end, &tag))
		return false;
	if (tag != DER_SEQUENCE)
		return go_on(parser, STEP_EXTENSIONS);
	if (!crl_container_enter(parser, window, parser->tbs_end, "revokedCertificates is malformed",
				 &parser->list_end))
		return false;
	parser->crl.empty_list = parser->position == parser->list_end;
	return go_on(parser, STEP_ENTRIES);
}

/* [0] EXPLICIT Extensions, then nothing more in tbsCertList. */
static bool extensions_take(struct crl_parser *parser, struct crl_window *window)
{
	static const char what[] = "the extensions are malformed";
	struct der_element element;
	const char *wrong;

	if (!crl_element_read(parser, window, parser->tbs_end, CRL_EXTENSIONS_MAX, what, &element))
		return false;
	if (element.tag != DER_CONTEXT_CONSTRUCTED)
		return crl_malformed(parser, "tbsCertList holds something that does not belong there");
	if (parser->crl.version != 2)
		return crl_malformed(parser, "there are extensions, but the version is not 2");
	wrong = crl_extensions_read(parser->arena, element.content, &parser->crl);
	if (wrong != NULL)
		return crl_malformed(parser, wrong);
	crl_consume(parser, window, element.whole.length);
	if (parser->position != parser->tbs_end)
		return crl_malformed(parser, "tbsCertList goes on behind the extensions");
	return true;
}

static bool step_extensions(struct crl_parser *parser, struct crl_window *window)
{
	if (parser->position != parser->tbs_end && !extensions_take(parser, window))
		return false;
	crl_digest_feed(&parser->digest, window->unhashed, (size_t)(window->at - window->unhashed));
	crl_digest_end(parser->arena, &parser->digest, &parser->crl.signature);
	parser->hashing = false;
	return go_on(parser, STEP_OUTER_ALGORITHM);
}

static bool step_outer_algorithm(struct crl_parser *parser, struct crl_window *window)
{
	struct der_element element;

	if (!crl_element_read(parser, window, parser->outer_end, CRL_ALGORITHM_MAX,
			      "the outer signature algorithm is malformed", &element))
		return false;
	if (!octets_equal(element.whole, parser->algorithm))
		return crl_malformed(parser, "the signature algorithms inside and outside of tbsCertList differ");
	crl_consume(parser, window, element.whole.length);
	return go_on(parser, STEP_SIGNATURE);
}

static bool step_signature(struct crl_parser *parser, struct crl_window *window)
{
	static const char what[] = "the signature's BIT STRING is malformed";
	struct der_element element;

	if (!crl_element_read(parser, window, parser->outer_end, CRL_SIGNATURE_MAX, what, &element))
		return false;
	if (element.tag != DER_BIT_STRING || element.content.length < 2 || element.content.bytes[0] != 0)
		return crl_malformed(parser, what);
	parser->crl.signature.value =
		keep(parser, (struct octets){element.content.bytes + 1, element.content.length - 1});
	crl_consume(parser, window, element.whole.length);
	if (parser->position != parser->outer_end)
		return crl_malformed(parser, "the list goes on behind its signature");
	return go_on(parser, STEP_DONE);
}

size_t crl_run(struct crl_parser *parser, const unsigned char *bytes, size_t length)
{
	static bool (*const steps[])(struct crl_parser *, struct crl_window *) = {
		[STEP_OUTER] = step_outer,
		[STEP_TBS] = step_tbs,
		[STEP_VERSION] = step_version,
		[STEP_ALGORITHM] = step_algorithm,
		[STEP_ISSUER] = step_issuer,
		[STEP_THIS_UPDATE] = step_this_update,
		[STEP_NEXT_UPDATE] = step_next_update,
		[STEP_LIST] = step_list,
		[STEP_ENTRIES] = crl_step_entries,
		[STEP_EXTENSIONS] = step_extensions,
		[STEP_OUTER_ALGORITHM] = step_outer_algorithm,
		[STEP_SIGNATURE] = step_signature,
	};
	struct crl_window window = {bytes, bytes + length, bytes};

	while (parser->step != STEP_DONE && parser->wrong == NULL && steps[parser->step](parser, &window))
		;
	if (parser->hashing)
		crl_digest_feed(&parser->digest, window.unhashed, (size_t)(window.at - window.unhashed));
	return (size_t)(window.at - bytes);
}
