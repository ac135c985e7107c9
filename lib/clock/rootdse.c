/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/rootdse.h"

#include <string.h>
#include <strings.h>

#include "clock/ber.h"
#include "core/calendar.h"
#include "core/text.h"

enum { SEARCH_ENTRY = 4, SEARCH_DONE = 5, SEARCH_REFERENCE = 19, AT_ID = 4, ATTRIBUTES_MAX = 100 };

static const char attribute_name[] = "currentTime";
static const char malformed[] = "answers with something that is not LDAP";

void rootdse_request(uint8_t id, unsigned char ret_request[ROOTDSE_REQUEST])
{
	/* search of the base "", scope base, no aliases, no limits, types and values, (objectClass=*), currentTime */
	static const unsigned char request[] = {
		0x30, 50,   0x02, 1,    0,  0x63, 45,   0x04, 0,   0x0A, 1,   0,   0x0A, 1,   0,   0x02, 1,   0,
		0x02, 1,    0,    0x01, 1,  0,    0x87, 11,   'o', 'b',  'j', 'e', 'c',  't', 'C', 'l',  'a', 's',
		's',  0x30, 13,   0x04, 11, 'c',  'u',  'r',  'r', 'e',  'n', 't', 'T',  'i', 'm', 'e',
	};

	_Static_assert(sizeof request == ROOTDSE_REQUEST, "the request has 52 bytes");
	memcpy(ret_request, request, sizeof request);
	ret_request[AT_ID] = id;
}

const char *rootdse_time(struct octets value, struct clock_reading *ret_reading)
{
	struct clock_reading reading = {.resolution = CLOCK_SECOND};
	int64_t epoch;

	if (calendar_generalized(&value, &epoch) != NULL)
		return "has a currentTime that is no time";
	if (clock_time_of_epoch(epoch, 0, &reading.time) != NULL)
		return "says a time outside of the years 1970 to 2199";
	*ret_reading = reading;
	return NULL;
}

/* What was read so far. */
struct reading {
	struct arena *arena;
	uint8_t id;
	bool found, done, others;
	struct clock_reading reading;
};

static bool is_current_time(struct octets type)
{
	return type.length == strlen(attribute_name) &&
	       strncasecmp((const char *)type.bytes, attribute_name, type.length) == 0;
}

/* PartialAttribute */
static const char *read_attribute(struct cursor *attribute, struct reading *reading)
{
	struct octets type, value;
	struct cursor values;

	if (!ber_take(attribute, BER_OCTET_STRING, &type) || !ber_enter(attribute, BER_SET, &values))
		return malformed;
	if (!is_current_time(type) || cursor_left(&values) == 0)
		return NULL;
	if (!ber_take(&values, BER_OCTET_STRING, &value))
		return malformed;
	reading->found = true;
	return rootdse_time(value, &reading->reading);
}

static const char *read_entry(struct cursor *entry, struct reading *reading)
{
	struct cursor attributes, attribute;
	struct octets name;
	const char *wrong = NULL;

	if (!ber_take(entry, BER_OCTET_STRING, &name) || !ber_enter(entry, BER_SEQUENCE, &attributes))
		return malformed;
	for (unsigned i = 0; i < ATTRIBUTES_MAX && cursor_left(&attributes) != 0 && wrong == NULL; i++)
		wrong = ber_enter(&attributes, BER_SEQUENCE, &attribute) ? read_attribute(&attribute, reading)
									 : malformed;
	return wrong;
}

static const char *read_done(struct cursor *done, struct reading *reading)
{
	struct octets code;
	int32_t result;

	if (!ber_take(done, BER_ENUMERATED, &code) || !ber_integer(code, &result))
		return malformed;
	reading->done = true;
	if (result != 0)
		return text_format(reading->arena, "refuses to read the rootDSE with LDAP result %d", result);
	return reading->found ? NULL : "has no currentTime in its rootDSE: this is neither Active Directory nor Samba";
}

/* LDAPMessage without its outermost tag */
static const char *read_message(struct cursor *message, struct reading *reading)
{
	struct ber_element operation;
	struct octets number;
	struct cursor content;
	int32_t id;

	if (!ber_take(message, BER_INTEGER, &number) || !ber_integer(number, &id) ||
	    ber_next(message, &operation) != BER_READ)
		return malformed;
	if (id == 0)
		return "ends the LDAP connection by a notice of disconnection";
	content = cursor_over(operation.content.bytes, operation.content.length);
	if (id != reading->id) {
		reading->others = true;
		return NULL;
	}
	switch (operation.tag) {
	case BER_APPLICATION + SEARCH_ENTRY:
		return read_entry(&content, reading);
	case BER_APPLICATION + SEARCH_DONE:
		return read_done(&content, reading);
	case BER_APPLICATION + SEARCH_REFERENCE:
		return NULL;
	default:
		return "answers with an LDAP message that is no answer to a search";
	}
}

/* The next message, if it is whole. What does not begin like one never will be: no need to wait for its end. */
static const char *read_next(struct cursor *cursor, struct reading *reading, enum ber_read *ret_read)
{
	struct ber_element element;
	struct cursor message;

	if (cursor_left(cursor) != 0 && cursor->bytes[cursor->offset] != BER_SEQUENCE)
		return malformed;
	*ret_read = ber_next(cursor, &element);
	if (*ret_read != BER_READ)
		return *ret_read == BER_WRONG ? malformed : NULL;
	message = cursor_over(element.content.bytes, element.content.length);
	return read_message(&message, reading);
}

const char *rootdse_answer_parse(struct arena *arena, uint8_t id, const unsigned char *bytes, size_t length,
				 struct rootdse_answer *ret_answer)
{
	struct cursor cursor = cursor_over(bytes, length);
	struct reading reading = {.arena = arena, .id = id};
	enum ber_read read = BER_READ;
	const char *wrong = NULL;

	while (wrong == NULL && read == BER_READ && !reading.done)
		wrong = read_next(&cursor, &reading, &read);
	if (wrong == NULL)
		*ret_answer = (struct rootdse_answer){
			.complete = reading.done,
			.others = reading.others,
			.reading = reading.reading,
		};
	return wrong;
}
