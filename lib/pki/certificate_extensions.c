/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/array.h"
#include "pki/certificate_decode.h"

/* Reads one extension; false: it is malformed. */
typedef bool extension_reader(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate);

static bool read_constraints(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	autofree(BASIC_CONSTRAINTS) *constraints = X509V3_EXT_d2i(extension);

	(void)arena;
	if (constraints == NULL)
		return false;
	certificate->is_ca = constraints->ca != 0;
	return true;
}

static bool read_key_usage(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	autofree(ASN1_BIT_STRING) *bits = X509V3_EXT_d2i(extension);

	(void)arena;
	if (bits == NULL)
		return false;
	certificate->has_key_usage = true;
	for (int bit = 0; bit <= 8; bit++)
		if (ASN1_BIT_STRING_get_bit(bits, bit))
			certificate->key_usage |= 1U << bit;
	return true;
}

static unsigned extended_usage_flag(const char *oid)
{
	static const struct {
		const char *oid;
		enum extended_usage flag;
	} rows[] = {{"1.3.6.1.4.1.311.20.2.1", EXTENDED_USAGE_REQUEST_AGENT},
		    {"1.3.6.1.5.5.7.3.1", EXTENDED_USAGE_SERVER},
		    {"1.3.6.1.5.5.7.3.2", EXTENDED_USAGE_CLIENT},
		    {"2.5.29.37.0", EXTENDED_USAGE_ANY}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (strcmp(rows[i].oid, oid) == 0)
			return rows[i].flag;
	return 0;
}

static bool read_extended_usage(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	autofree(EXTENDED_KEY_USAGE) *usages = X509V3_EXT_d2i(extension);
	struct text_list *list = &certificate->extended_usages;
	int count;

	if (usages == NULL)
		return false;
	count = sk_ASN1_OBJECT_num(usages);
	list->items = arena_allocate(arena, (size_t)count * sizeof *list->items);
	certificate->has_extended_usage = true;
	for (int i = 0; i < count; i++) {
		list->items[list->count] = openssl_object_digits(arena, sk_ASN1_OBJECT_value(usages, i));
		certificate->extended_usage |= extended_usage_flag(list->items[list->count++]);
	}
	return true;
}

static struct octets string_octets(struct arena *arena, const ASN1_STRING *string)
{
	size_t length = (size_t)ASN1_STRING_length(string);
	const char *bytes = arena_copy(arena, ASN1_STRING_get0_data(string), length);

	return (struct octets){.bytes = (const unsigned char *)bytes, .length = length};
}

static bool read_subject_key_id(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	autofree(ASN1_OCTET_STRING) *id = X509V3_EXT_d2i(extension);

	if (id == NULL)
		return false;
	certificate->subject_key_id = string_octets(arena, id);
	return true;
}

static bool read_authority_key_id(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	autofree(AUTHORITY_KEYID) *id = X509V3_EXT_d2i(extension);

	if (id == NULL)
		return false;
	if (id->keyid != NULL)
		certificate->authority_key_id = string_octets(arena, id->keyid);
	return true;
}

/* A BMPString, or another string type that somebody's CA took; what is no string is left out. */
static bool read_template_name(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data(extension);
	const unsigned char *bytes = ASN1_STRING_get0_data(value);
	autofree(ASN1_STRING) *name = d2i_ASN1_PRINTABLE(NULL, &bytes, ASN1_STRING_length(value));
	unsigned char *text = NULL;
	int length = name != NULL ? ASN1_STRING_to_UTF8(&text, name) : -1;

	if (length >= 0)
		certificate->template_name = text_foreign(arena, text, (size_t)length, TEXT_FOREIGN_MAX);
	else
		openssl_settle(arena);
	OPENSSL_free(text);
	return true;
}

typedef ASN1_SEQUENCE_ANY asn1_sequence;

static void asn1_sequence_free(asn1_sequence *sequence)
{
	sk_ASN1_TYPE_pop_free(sequence, ASN1_TYPE_free);
}

DEFINE_AUTOFREE(asn1_sequence, asn1_sequence_free)

static long sequence_number(const asn1_sequence *sequence, int index)
{
	const ASN1_TYPE *value = sk_ASN1_TYPE_value(sequence, index);

	return value != NULL && value->type == V_ASN1_INTEGER ? ASN1_INTEGER_get(value->value.integer) : -1;
}

/* SEQUENCE { OID, major INTEGER OPTIONAL, minor INTEGER OPTIONAL }; anything else is left out. */
static bool read_template(struct arena *arena, X509_EXTENSION *extension, struct certificate *certificate)
{
	const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data(extension);
	const unsigned char *bytes = ASN1_STRING_get0_data(value);
	autofree(asn1_sequence) *sequence = d2i_ASN1_SEQUENCE_ANY(NULL, &bytes, ASN1_STRING_length(value));
	const ASN1_TYPE *first = sequence != NULL ? sk_ASN1_TYPE_value(sequence, 0) : NULL;

	if (first == NULL || first->type != V_ASN1_OBJECT) {
		openssl_settle(arena);
		return true;
	}
	certificate->template_oid = openssl_object_digits(arena, first->value.object);
	certificate->template_major = sequence_number(sequence, 1);
	certificate->template_minor = sequence_number(sequence, 2);
	openssl_settle(arena);
	return true;
}

struct extension_row {
	unsigned char oid[9]; /* the encoded content */
	size_t oid_length;
	const char *name;
	extension_reader *read;
};

static const struct extension_row rows[] = {
	{{0x55, 0x1D, 0x0E}, 3, "subject key identifier", read_subject_key_id},
	{{0x55, 0x1D, 0x0F}, 3, "key usage", read_key_usage},
	{{0x55, 0x1D, 0x13}, 3, "basic constraints", read_constraints},
	{{0x55, 0x1D, 0x23}, 3, "authority key identifier", read_authority_key_id},
	{{0x55, 0x1D, 0x25}, 3, "extended key usage", read_extended_usage},
	{{0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x14, 0x02}, 9, "template name", read_template_name},
	{{0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x15, 0x07}, 9, "template", read_template},
};

static const struct extension_row *row_find(const X509_EXTENSION *extension)
{
	const ASN1_OBJECT *oid = X509_EXTENSION_get_object((X509_EXTENSION *)extension);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (OBJ_length(oid) == rows[i].oid_length &&
		    memcmp(OBJ_get0_data(oid), rows[i].oid, rows[i].oid_length) == 0)
			return &rows[i];
	return NULL;
}

const char *certificate_decode_extensions(struct arena *arena, const STACK_OF(X509_EXTENSION) * extensions,
					  struct certificate *certificate)
{
	bool seen[ARRAY_LENGTH(rows)] = {false};

	for (int i = 0; i < sk_X509_EXTENSION_num(extensions); i++) {
		X509_EXTENSION *extension = sk_X509_EXTENSION_value(extensions, i);
		const struct extension_row *row = row_find(extension);

		if (row == NULL)
			continue;
		if (seen[row - rows])
			return text_format(arena, "the %s extension is there twice", row->name);
		seen[row - rows] = true;
		if (!row->read(arena, extension, certificate)) {
			openssl_settle(arena);
			return text_format(arena, "the %s extension is malformed", row->name);
		}
	}
	return NULL;
}
