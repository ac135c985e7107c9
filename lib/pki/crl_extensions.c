/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list's own extensions (RFC 5280 5.2), and Microsoft's. */
#include <string.h>

#include "core/array.h"
#include "pki/crl_parser.h"
#include "pki/crl_time.h"

bool crl_extension_next(struct der_cursor *cursor, struct crl_extension *ret_extension)
{
	struct crl_extension extension = {.critical = false};
	struct der_element element;
	struct der_cursor inside;

	if (!der_next_is(cursor, DER_SEQUENCE, &element))
		return false;
	inside = der_cursor(element.content);
	if (!der_next_is(&inside, DER_OID, &element) || !der_oid_good(element.content))
		return false;
	extension.oid = element.content;
	if (der_peek(&inside) == DER_BOOLEAN &&
	    (!der_next(&inside, &element) || !der_boolean(element.content, &extension.critical)))
		return false;
	if (!der_next_is(&inside, DER_OCTET_STRING, &element) || !der_done(&inside))
		return false;
	extension.value = element.content;
	*ret_extension = extension;
	return true;
}

/* Reads one extension; false: it is malformed. */
typedef bool extension_reader(struct arena *arena, const struct crl_extension *extension, struct crl *crl);

static struct octets keep(struct arena *arena, struct octets octets)
{
	return (struct octets){(unsigned char *)arena_copy(arena, octets.bytes, octets.length), octets.length};
}

/* SEQUENCE { keyIdentifier [0] OPTIONAL, authorityCertIssuer [1] OPTIONAL, authorityCertSerialNumber [2] OPTIONAL } */
static bool read_authority_key_id(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	struct der_cursor cursor = der_cursor(extension->value), inside;
	struct der_element element;

	if (!der_next_is(&cursor, DER_SEQUENCE, &element) || !der_done(&cursor))
		return false;
	inside = der_cursor(element.content);
	if (der_peek(&inside) == DER_CONTEXT) {
		if (!der_next(&inside, &element))
			return false;
		crl->authority_key_id = keep(arena, element.content);
	}
	if (der_peek(&inside) == (DER_CONTEXT_CONSTRUCTED | 1) && !der_next(&inside, &element))
		return false;
	if (der_peek(&inside) == (DER_CONTEXT | 2) && !der_next(&inside, &element))
		return false;
	return der_done(&inside);
}

static bool read_number(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	(void)arena;
	return crl_number_read(extension->value, &crl->number);
}

static bool read_delta(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	(void)arena;
	crl->is_delta = true;
	return crl_number_read(extension->value, &crl->base_number);
}

static bool read_scope(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	crl->scope.critical = extension->critical;
	return crl_scope_read(arena, extension->value, &crl->scope);
}

static bool read_freshest(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	return crl_points_read(arena, extension->value, &crl->freshest);
}

/* Microsoft's: a malformed one is only marked, since it has no meaning for the list's validity. */
static bool read_next_publish(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	struct der_cursor cursor = der_cursor(extension->value);
	struct der_element element;

	(void)arena;
	crl->has_next_publish = der_next(&cursor, &element) && der_done(&cursor) &&
				crl_time_read_any(&element, &crl->next_publish) == NULL;
	crl->bad_next_publish = !crl->has_next_publish;
	return true;
}

/* keyIndex << 16 | certificateIndex */
static bool read_ca_version(struct arena *arena, const struct crl_extension *extension, struct crl *crl)
{
	struct crl_number number = {.present = false};
	unsigned version;

	(void)arena;
	if (!crl_number_read(extension->value, &number) || number.length > 4)
		return true;
	version = (unsigned)crl_number_value(&number);
	crl->has_ca_version = true;
	crl->key_index = version >> 16;
	crl->certificate_index = version & 0xFFFF;
	return true;
}

struct extension_row {
	unsigned char oid[9]; /* the encoded content */
	size_t oid_length;
	const char *name;
	extension_reader *read;
};

static const struct extension_row rows[] = {
	{{0x55, 0x1D, 0x23}, 3, "authority key identifier", read_authority_key_id},
	{{0x55, 0x1D, 0x14}, 3, "CRL number", read_number},
	{{0x55, 0x1D, 0x1B}, 3, "delta CRL indicator", read_delta},
	{{0x55, 0x1D, 0x1C}, 3, "issuing distribution point", read_scope},
	{{0x55, 0x1D, 0x2E}, 3, "freshest CRL", read_freshest},
	{{0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x15, 0x04}, 9, "next CRL publish", read_next_publish},
	{{0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x15, 0x01}, 9, "CA version", read_ca_version},
};

static const struct extension_row *row_find(struct octets oid)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (oid.length == rows[i].oid_length && memcmp(oid.bytes, rows[i].oid, oid.length) == 0)
			return &rows[i];
	return NULL;
}

/* NULL or a sentence; seen: which rows were read. */
static const char *extension_read(struct arena *arena, const struct crl_extension *extension, bool *seen,
				  struct crl *crl)
{
	const struct extension_row *row = row_find(extension->oid);

	if (row == NULL) {
		if (extension->critical && crl->unknown_critical == NULL)
			crl->unknown_critical = der_oid_text(arena, extension->oid);
		return NULL;
	}
	if (seen[row - rows])
		return text_format(arena, "the %s extension is there twice", row->name);
	seen[row - rows] = true;
	return row->read(arena, extension, crl) ? NULL : text_format(arena, "the %s extension is malformed", row->name);
}

const char *crl_extensions_read(struct arena *arena, struct octets extensions, struct crl *crl)
{
	struct der_cursor outside = der_cursor(extensions), cursor;
	bool seen[ARRAY_LENGTH(rows)] = {false};
	struct crl_extension extension;
	struct der_element element;
	const char *wrong = NULL;

	if (!der_next_is(&outside, DER_SEQUENCE, &element) || !der_done(&outside))
		return "the extensions are malformed";
	cursor = der_cursor(element.content);
	while (wrong == NULL && !der_done(&cursor))
		wrong = crl_extension_next(&cursor, &extension) ? extension_read(arena, &extension, seen, crl)
								: "an extension is malformed";
	return wrong;
}
