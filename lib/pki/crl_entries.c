/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * revokedCertificates (RFC 5280 5.1.2.6): millions of small elements of two shapes, which are read without a general
 * reader; everything else goes the slow way.
 */
#include <string.h>

#include "pki/crl_parser.h"
#include "pki/crl_time.h"

enum { SERIAL_MAX = 20, UTC_ELEMENT = 15, REASON_ELEMENT = 14, REASON_LAST = 10 };

/* One entry, read with care. */
struct entry {
	struct octets serial;
	int64_t date;
	int reason;
};

/* What stands in front of the value of a reason code (5.3.1): Extensions, Extension, its OID, OCTET STRING, ENUMERATED.
 */
static const unsigned char reason_front[REASON_ELEMENT - 1] = {0x30, 0x0C, 0x30, 0x0A, 0x06, 0x03, 0x55,
							       0x1D, 0x15, 0x04, 0x03, 0x0A, 0x01};

static bool reason_read(struct octets value, int *ret_reason)
{
	struct der_cursor cursor = der_cursor(value);
	struct der_element element;

	if (!der_next_is(&cursor, DER_ENUMERATED, &element) || !der_done(&cursor) || element.content.length != 1)
		return false;
	*ret_reason = element.content.bytes[0];
	return true;
}

static bool oid_is(const struct crl_extension *extension, unsigned char last)
{
	const unsigned char oid[] = {0x55, 0x1D, last};

	return octets_equal(extension->oid, (struct octets){oid, sizeof oid});
}

/* The directory name in GeneralNames; without bytes: there is none. */
static struct octets directory_name_find(struct octets names)
{
	enum { TAG_DIRECTORY_NAME = DER_CONTEXT_CONSTRUCTED | 4 };
	struct der_cursor outside = der_cursor(names), cursor, inside;
	struct der_element element, name;

	if (!der_next_is(&outside, DER_SEQUENCE, &element) || !der_done(&outside))
		return (struct octets){NULL, 0};
	for (cursor = der_cursor(element.content); der_next(&cursor, &element);) {
		inside = der_cursor(element.content);
		if (element.tag == TAG_DIRECTORY_NAME && der_next_is(&inside, DER_SEQUENCE, &name) && der_done(&inside))
			return name.whole;
	}
	return (struct octets){NULL, 0};
}

/* certificateIssuer (5.3.3): whose certificates this entry and the ones behind it are about. */
static void entry_issuer_take(struct crl_parser *parser, struct octets names)
{
	struct octets name = directory_name_find(names);

	parser->other_issuer = !octets_equal(name, parser->crl.issuer_name);
	parser->entry_issuer_length = 0;
	if (parser->serials == NULL || name.bytes == NULL || name.length > CRL_ISSUER_MAX)
		return;
	if (parser->entry_issuer == NULL)
		parser->entry_issuer = arena_allocate(parser->arena, CRL_ISSUER_MAX);
	memcpy(parser->entry_issuer, name.bytes, name.length);
	parser->entry_issuer_length = name.length;
}

/* CRL entry extensions (5.3): reasonCode 21, invalidityDate 24, certificateIssuer 29. */
static const char *extensions_read(struct crl_parser *parser, struct octets extensions, struct entry *entry)
{
	struct der_cursor cursor = der_cursor(extensions);
	struct crl_extension extension;

	if (der_done(&cursor))
		return "an entry's extensions are empty";
	while (!der_done(&cursor)) {
		if (!crl_extension_next(&cursor, &extension))
			return "an entry's extension is malformed";
		if (oid_is(&extension, 21)) {
			if (entry->reason >= 0 || !reason_read(extension.value, &entry->reason))
				return "an entry's reason code is malformed";
		} else if (oid_is(&extension, 29)) {
			entry_issuer_take(parser, extension.value);
		} else if (extension.critical && !oid_is(&extension, 24) &&
			   parser->crl.unknown_critical_entry == NULL) {
			parser->crl.unknown_critical_entry = der_oid_text(parser->arena, extension.oid);
		}
	}
	return NULL;
}

static const char *entry_read(struct crl_parser *parser, struct octets content, struct entry *ret_entry)
{
	struct der_cursor cursor = der_cursor(content);
	struct entry entry = {.reason = -1};
	struct der_element element;
	const char *wrong;

	if (!der_next_is(&cursor, DER_INTEGER, &element) || !der_integer_good(element.content))
		return "an entry's serial number is malformed";
	entry.serial = element.content;
	if (!der_next(&cursor, &element))
		return "an entry's revocation date is malformed";
	wrong = crl_time_read(&element, &entry.date);
	if (wrong != NULL)
		return text_format(parser->arena, "an entry's revocation date %s", wrong);
	if (!der_done(&cursor)) {
		if (parser->crl.version != 2)
			return "an entry has extensions, but the version is not 2";
		if (!der_next_is(&cursor, DER_SEQUENCE, &element) || !der_done(&cursor))
			return "an entry is malformed";
		wrong = extensions_read(parser, element.content, &entry);
	}
	*ret_entry = entry;
	return wrong;
}

/*
 * Is the entry about the CA whose certificate has the serial number? A serial number is unique per issuer only.
 * *ret_other: the entry is about another CA than the list's own, and nobody asked for that one.
 */
static bool concerns(const struct crl_parser *parser, size_t index, bool *ret_other)
{
	struct octets wanted = {NULL, 0}, issuer = parser->crl.issuer_name;

	if (parser->options.issuers != NULL)
		wanted = parser->options.issuers[index];
	if (parser->other_issuer)
		issuer = (struct octets){parser->entry_issuer, parser->entry_issuer_length};
	*ret_other = parser->other_issuer && (wanted.bytes == NULL || issuer.length == 0);
	return wanted.bytes == NULL || issuer.length == 0 || crl_names_equal(parser->arena, issuer, wanted);
}

static void look_up(struct crl_parser *parser, const struct entry *entry)
{
	uint64_t hash = crl_serial_hash(entry->serial.bytes, entry->serial.length);
	size_t place = 0;
	long index;

	if (!crl_serials_may_hold(parser->serials, hash))
		return;
	while ((index = crl_serials_find(parser->serials, hash, entry->serial, &place)) >= 0) {
		bool other;

		if (parser->found[index] || !concerns(parser, (size_t)index, &other))
			continue;
		parser->found[index] = true;
		parser->hits[parser->crl.hit_count++] = (struct crl_hit){
			.serial = (size_t)index,
			.date = entry->date,
			.reason = entry->reason,
			.other_issuer = other,
		};
	}
}

/* Any entry. Returns its size; 0: more bytes are needed, or it failed. */
static size_t entry_slow(struct crl_parser *parser, struct crl_window *window)
{
	struct der_element element;
	struct entry entry = {.reason = -1};
	const char *wrong;

	if (!crl_element_read(parser, window, parser->list_end, CRL_ENTRY_MAX, "an entry is malformed", &element))
		return 0;
	wrong = element.tag == DER_SEQUENCE ? entry_read(parser, element.content, &entry) : "an entry is malformed";
	if (wrong != NULL) {
		crl_malformed(parser, wrong);
		return 0;
	}
	if (entry.serial.length > SERIAL_MAX || entry.serial.bytes[0] >= 0x80)
		parser->crl.odd_serials++;
	if (parser->serials != NULL)
		look_up(parser, &entry);
	return element.whole.length;
}

/* true for the contents of an entry of the usual shapes behind the serial number: a UTCTime, perhaps a reason code. */
static inline bool tail_usual(const unsigned char *tail, size_t length, unsigned version)
{
	if (tail[0] != DER_UTC_TIME || tail[1] != UTC_ELEMENT - 2 || !crl_time_utc_good(tail + 2))
		return false;
	if (length == UTC_ELEMENT)
		return true;
	return version == 2 && memcmp(tail + UTC_ELEMENT, reason_front, sizeof reason_front) == 0 &&
	       tail[UTC_ELEMENT + REASON_ELEMENT - 1] <= REASON_LAST;
}

/* The size of an entry of the usual shapes whose serial number nobody looks for; 0: it needs the slow way. */
static inline size_t entry_fast(const struct crl_parser *parser, const unsigned char *at, size_t available)
{
	size_t length, serial, tail;

	if (available < 4 || at[0] != DER_SEQUENCE || at[2] != DER_INTEGER)
		return 0;
	length = at[1];
	serial = at[3];
	tail = length - 2 - serial;
	if (length > 2 + SERIAL_MAX + UTC_ELEMENT + REASON_ELEMENT || length > available - 2 || serial == 0 ||
	    serial > SERIAL_MAX || (tail != UTC_ELEMENT && tail != UTC_ELEMENT + REASON_ELEMENT))
		return 0;
	if (at[4] >= 0x80 || (at[4] == 0 && serial > 1 && at[5] < 0x80))
		return 0;
	if (!tail_usual(at + 4 + serial, tail, parser->crl.version))
		return 0;
	if (parser->serials != NULL && crl_serials_may_hold(parser->serials, crl_serial_hash(at + 4, serial)))
		return 0;
	return 2 + length;
}

/* As many entries of the usual shapes as lie there. */
static void entries_fast(struct crl_parser *parser, struct crl_window *window)
{
	uint64_t left = parser->list_end - parser->position, entries = 0;
	size_t available = (size_t)(window->end - window->at), used = 0, size;

	if (available > left)
		available = (size_t)left;
	while ((size = entry_fast(parser, window->at + used, available - used)) != 0) {
		used += size;
		entries++;
	}
	parser->crl.entries += entries;
	crl_consume(parser, window, used);
}

bool crl_step_entries(struct crl_parser *parser, struct crl_window *window)
{
	while (parser->position != parser->list_end) {
		size_t size;

		entries_fast(parser, window);
		if (parser->position == parser->list_end)
			break;
		size = entry_slow(parser, window);
		if (size == 0)
			return false;
		parser->crl.entries++;
		crl_consume(parser, window, size);
	}
	parser->step = STEP_EXTENSIONS;
	return true;
}
