/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/certificate_set.h"

#include <limits.h>
#include <string.h>

#include "core/array.h"
#include "core/base64.h"
#include "pki/armour.h"
#include "pki/certificate_decode.h"

/* A set that is being read. */
struct gathering {
	struct arena *arena;
	struct certificate *certificates;
	size_t count, capacity;
	size_t bare; /* parts that were no PKCS#7 */
	enum certificate_set_fault fault;
};

static const char *refuse(struct gathering *gathering, enum certificate_set_fault fault, const char *sentence)
{
	gathering->fault = fault;
	return sentence;
}

static void gather_room(struct gathering *gathering)
{
	size_t size = gathering->count * sizeof *gathering->certificates;

	if (gathering->count < gathering->capacity)
		return;
	gathering->capacity = gathering->capacity != 0 ? 2 * gathering->capacity : 4;
	gathering->certificates = arena_grow(gathering->arena, gathering->certificates, size,
					     gathering->capacity * sizeof *gathering->certificates);
}

static const char *gather(struct gathering *gathering, const CERTIFICATE_PARTS *parts, struct octets der)
{
	struct certificate certificate;
	const char *trouble = certificate_decode(gathering->arena, parts, der, &certificate);

	if (trouble != NULL)
		return refuse(gathering, CERTIFICATE_SET_DAMAGED,
			      text_format(gathering->arena, "certificate %zu: %s", gathering->count + 1, trouble));
	for (size_t i = 0; i < gathering->count; i++)
		if (certificate_equal(&gathering->certificates[i], &certificate))
			return NULL;
	if (gathering->count == CERTIFICATE_SET_MAX)
		return refuse(gathering, CERTIFICATE_SET_TOO_MANY,
			      text_format(gathering->arena, "more than %d certificates", CERTIFICATE_SET_MAX));
	gather_room(gathering);
	gathering->certificates[gathering->count++] = certificate;
	return NULL;
}

static const char *refuse_behind(struct gathering *gathering, size_t count, const char *what)
{
	return refuse(gathering, CERTIFICATE_SET_DAMAGED,
		      text_format(gathering->arena, "damaged: %s behind the end of the %s",
				  text_count(gathering->arena, count, "byte"), what));
}

static const char *refuse_undecodable(struct gathering *gathering, const char *what)
{
	openssl_settle(gathering->arena);
	return refuse(gathering, CERTIFICATE_SET_DAMAGED,
		      text_format(gathering->arena, "damaged: it begins like a %s, but can't be decoded", what));
}

static const char *gather_certificate(struct gathering *gathering, struct octets der)
{
	const unsigned char *end = der.bytes, *request_end = der.bytes;
	autofree(CERTIFICATE_PARTS) *parts = certificate_parts_read(&end, der.length);
	autofree(X509_REQ) *request = parts == NULL ? d2i_X509_REQ(NULL, &request_end, (long)der.length) : NULL;

	if (request != NULL) {
		openssl_settle(gathering->arena);
		return refuse(gathering, CERTIFICATE_SET_NOT_CERTIFICATES, "a certificate request, no certificate");
	}
	if (parts == NULL)
		return refuse_undecodable(gathering, "certificate");
	if (end != der.bytes + der.length)
		return refuse_behind(gathering, (size_t)(der.bytes + der.length - end), "certificate");
	gathering->bare++;
	return gather(gathering, parts, der);
}

/* An element of the SET of certificates; another choice than a certificate is refused as OpenSSL's PKCS7 does. */
static const char *gather_element(struct gathering *gathering, const ASN1_TYPE *element)
{
	const ASN1_STRING *string = element->type == V_ASN1_SEQUENCE ? element->value.sequence : NULL;
	struct octets der = {0};
	const unsigned char *end;
	autofree(CERTIFICATE_PARTS) *parts = NULL;

	if (string == NULL)
		return refuse_undecodable(gathering, "PKCS#7");
	der = (struct octets){.bytes = ASN1_STRING_get0_data(string), .length = (size_t)ASN1_STRING_length(string)};
	end = der.bytes;
	parts = certificate_parts_read(&end, der.length);
	return parts != NULL ? gather(gathering, parts, der) : refuse_undecodable(gathering, "PKCS#7");
}

static const char *gather_all(struct gathering *gathering, const STACK_OF(ASN1_TYPE) * list)
{
	int count = sk_ASN1_TYPE_num(list);
	const char *trouble = NULL;

	if (count <= 0)
		return refuse(gathering, CERTIFICATE_SET_NOT_CERTIFICATES, "a PKCS#7 without certificates");
	if (count > CERTIFICATE_SET_MAX)
		return refuse(
			gathering, CERTIFICATE_SET_TOO_MANY,
			text_format(gathering->arena, "%d certificates, more than %d", count, CERTIFICATE_SET_MAX));
	for (int i = 0; i < count && trouble == NULL; i++)
		trouble = gather_element(gathering, sk_ASN1_TYPE_value(list, i));
	return trouble;
}

static const char *gather_signed(struct gathering *gathering, const ASN1_TYPE *content)
{
	const ASN1_STRING *string =
		content != NULL && content->type == V_ASN1_SEQUENCE ? content->value.sequence : NULL;
	const unsigned char *end = string != NULL ? ASN1_STRING_get0_data(string) : NULL;
	autofree(SIGNED_PARTS) *parts =
		string != NULL ? signed_parts_read(&end, (size_t)ASN1_STRING_length(string)) : NULL;

	if (parts == NULL)
		return refuse_undecodable(gathering, "PKCS#7");
	return gather_all(gathering, parts->certificates);
}

static const char *gather_pkcs7(struct gathering *gathering, struct octets der)
{
	const unsigned char *end = der.bytes;
	autofree(CONTENT_PARTS) *parts = content_parts_read(&end, der.length);

	if (parts == NULL)
		return refuse_undecodable(gathering, "PKCS#7");
	if (end != der.bytes + der.length)
		return refuse_behind(gathering, (size_t)(der.bytes + der.length - end), "PKCS#7");
	if (OBJ_obj2nid(parts->type) != NID_pkcs7_signed)
		return refuse(gathering, CERTIFICATE_SET_NOT_CERTIFICATES,
			      text_format(gathering->arena,
					  "a PKCS#7 of another kind (%s), which holds no certificates",
					  openssl_object_name(gathering->arena, parts->type)));
	return gather_signed(gathering, parts->content);
}

/*
 * Like the beginning of a SEQUENCE too long for the short form, or of one with an OID in front, as a PKCS#7 without
 * certificates has it; no text begins so.
 */
static bool der_begins(struct octets bytes)
{
	return bytes.length >= 2 && bytes.bytes[0] == 0x30 &&
	       (bytes.bytes[1] >= 0x80 || (bytes.length >= 3 && bytes.bytes[2] == V_ASN1_OBJECT));
}

/* X.690 8.1.3: the length of the header and of all; *ret_total is 0 for the indefinite form. False: impossible. */
static bool der_measure(struct octets der, size_t *ret_header, size_t *ret_total)
{
	size_t digits = der.bytes[1] & 0x7FU, length = 0;

	*ret_header = 2;
	*ret_total = 2 + digits;
	if (der.bytes[1] < 0x80)
		return true;
	if (digits > 4)
		return false;
	for (size_t i = 0; i < digits; i++)
		length = length << 8 | (i + 2 < der.length ? der.bytes[i + 2] : 0);
	*ret_header = 2 + digits;
	*ret_total = digits != 0 ? 2 + digits + length : 0;
	return length <= INT_MAX;
}

static const char *gather_der(struct gathering *gathering, struct octets der)
{
	size_t header, total;

	if (!der_begins(der))
		return refuse(gathering, CERTIFICATE_SET_NOT_CERTIFICATES, "neither a certificate nor a PKCS#7");
	if (!der_measure(der, &header, &total))
		return refuse(gathering, CERTIFICATE_SET_DAMAGED,
			      "damaged: it begins like a certificate or PKCS#7, but with an impossible length");
	if (total > der.length)
		return refuse(gathering, CERTIFICATE_SET_TRUNCATED,
			      text_format(gathering->arena, "truncated: %zu of %zu bytes", der.length, total));
	if (der.length <= header)
		return refuse(gathering, CERTIFICATE_SET_TRUNCATED, "truncated: nothing follows the first header");
	switch (der.bytes[header]) {
	case V_ASN1_OBJECT:
		return gather_pkcs7(gathering, der);
	case V_ASN1_INTEGER:
		return refuse(gathering, CERTIFICATE_SET_NOT_CERTIFICATES,
			      "neither a certificate nor a PKCS#7: a private key or PKCS#12 file begins so");
	default:
		return gather_certificate(gathering, der);
	}
}

/* OpenSSL's "TRUSTED CERTIFICATE" is a certificate with hints about trust behind it. */
static struct octets der_first(struct octets der)
{
	size_t header, total;

	if (der_begins(der) && der_measure(der, &header, &total) && total != 0 && total < der.length)
		der.length = total;
	return der;
}

static bool pem_holds_certificates(const struct pem_block *block)
{
	static const char *const labels[] = {"CERTIFICATE", "X509 CERTIFICATE",   "TRUSTED CERTIFICATE", "PKCS7",
					     "CMS",         "PKCS #7 SIGNED DATA"};

	for (size_t i = 0; i < ARRAY_LENGTH(labels); i++)
		if (pem_label_is(block, labels[i]))
			return true;
	return false;
}

static const char *gather_block(struct gathering *gathering, struct pem_block *block, struct octets *text)
{
	struct octets der;

	if (!pem_content(text, block))
		return refuse(gathering, CERTIFICATE_SET_TRUNCATED, "truncated: a PEM block has no end");
	if (!base64_decode(gathering->arena, block->content, &der))
		return refuse(gathering, CERTIFICATE_SET_DAMAGED, "damaged: a PEM block is not base64");
	return gather_der(gathering, pem_label_is(block, "TRUSTED CERTIFICATE") ? der_first(der) : der);
}

static const char *gather_pem(struct gathering *gathering, struct octets text)
{
	const char *trouble = NULL, *other = NULL;
	struct pem_block block;

	while (trouble == NULL && pem_next(&text, &block)) {
		if (pem_holds_certificates(&block))
			trouble = gather_block(gathering, &block, &text);
		else if (other == NULL)
			other = text_foreign(gathering->arena, block.label.bytes, block.label.length, 40);
	}
	if (trouble != NULL || gathering->count != 0)
		return trouble;
	return refuse(
		gathering, CERTIFICATE_SET_NOT_CERTIFICATES,
		text_format(gathering->arena, "PEM without a certificate (%s)", other != NULL ? other : "no block"));
}

static struct octets skip_blanks(struct octets text)
{
	while (text.length != 0 && *text.bytes != 0 && strchr(" \t\r\n\f\v", *text.bytes) != NULL) {
		text.bytes++;
		text.length--;
	}
	return text;
}

static const char *gather_text(struct gathering *gathering, struct octets bytes, enum certificate_set_form *ret_form)
{
	struct octets text = skip_blanks(text_narrow(gathering->arena, bytes)), der;

	if (text.length == 0)
		return refuse(gathering, CERTIFICATE_SET_EMPTY, "empty");
	if (der_begins(text))
		return refuse(gathering, CERTIFICATE_SET_DAMAGED, "damaged: there are blanks or a mark in front of it");
	if (*text.bytes == '<')
		return refuse(gathering, CERTIFICATE_SET_HTML, "an HTML page");
	*ret_form = FORM_PEM;
	if (memmem(text.bytes, text.length, "-----BEGIN ", 11) != NULL)
		return gather_pem(gathering, text);
	*ret_form = FORM_BASE64;
	if (base64_decode(gathering->arena, text, &der) && der_begins(der))
		return gather_der(gathering, der);
	return refuse(gathering, CERTIFICATE_SET_NOT_CERTIFICATES,
		      text_format(gathering->arena, "neither DER, PEM nor base64 of certificates: '%s'",
				  text_foreign(gathering->arena, text.bytes, text.length, 60)));
}

const char *certificate_set_parse(struct arena *arena, const unsigned char *bytes, size_t length,
				  struct certificate_set *ret_set, enum certificate_set_fault *ret_fault)
{
	struct octets all = {.bytes = bytes, .length = length};
	struct gathering gathering = {.arena = arena};
	enum certificate_set_form form = FORM_PKCS7;
	const char *trouble;

	if (length > INT_MAX)
		trouble = refuse(&gathering, CERTIFICATE_SET_NOT_CERTIFICATES, "longer than 2 GB");
	else
		trouble = der_begins(all) ? gather_der(&gathering, all) : gather_text(&gathering, all, &form);
	if (ret_fault != NULL)
		*ret_fault = gathering.fault;
	if (trouble != NULL)
		return trouble;
	*ret_set = (struct certificate_set){
		.form = form == FORM_PKCS7 && gathering.bare != 0 ? FORM_CERTIFICATE : form,
		.bare = gathering.bare == 1 && gathering.count == 1,
		.certificates = gathering.certificates,
		.count = gathering.count,
	};
	return NULL;
}

const char *certificate_set_add(struct arena *arena, struct certificate_set *set, const struct certificate_set *more)
{
	size_t size = set->count * sizeof *set->certificates, count = set->count;
	struct certificate *all = arena_grow(arena, set->certificates, size, size + more->count * sizeof *all);

	for (size_t i = 0; i < more->count; i++) {
		size_t same = 0;

		while (same < count && !certificate_equal(&all[same], &more->certificates[i]))
			same++;
		if (same == count)
			all[count++] = more->certificates[i];
	}
	if (count > CERTIFICATE_SET_MAX)
		return text_format(arena, "%zu certificates, more than %d", count, CERTIFICATE_SET_MAX);
	if (set->count == 0)
		set->form = more->form;
	set->bare = count == 1 && (set->count == 0 ? more->bare : set->bare);
	set->certificates = all;
	set->count = count;
	return NULL;
}
