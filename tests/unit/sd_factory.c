/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sd_factory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/array.h"
#include "core/text.h"

enum { FIELDS = 6, FIELD_TYPE = 0, FIELD_FLAGS, FIELD_RIGHTS, FIELD_OBJECT, FIELD_INHERITED, FIELD_SID };

struct word {
	const char *text;
	uint32_t value;
};

static const struct word types[] = {
	{"A", 0x00},  {"D", 0x01},  {"AU", 0x02}, {"OA", 0x05}, {"OD", 0x06}, {"OU", 0x07},
	{"XA", 0x09}, {"XD", 0x0A}, {"ZA", 0x0B}, {"ZD", 0x0C}, {"XU", 0x0D}, {"ZU", 0x0F},
};

static const struct word flags[] = {
	{"OI", 0x01}, {"CI", 0x02}, {"NP", 0x04}, {"IO", 0x08}, {"ID", 0x10}, {"SA", 0x40}, {"FA", 0x80},
};

static const struct word rights[] = {
	{"CC", 0x1},        {"DC", 0x2},        {"LC", 0x4},      {"SW", 0x8},        {"RP", 0x10},
	{"WP", 0x20},       {"DT", 0x40},       {"LO", 0x80},     {"CR", 0x100},      {"SD", 0x10000},
	{"RC", 0x20000},    {"WD", 0x40000},    {"WO", 0x80000},  {"GA", 0x10000000}, {"GX", 0x20000000},
	{"GW", 0x40000000}, {"GR", 0x80000000}, {"FA", 0x1F01FF}, {"KA", 0xF003F},    {"KR", 0x20019},
};

static const struct {
	const char *letters, *sid;
} principals[] = {
	{"WD", "S-1-1-0"},
	{"CO", "S-1-3-0"},
	{"OW", "S-1-3-4"},
	{"NU", "S-1-5-2"},
	{"AN", "S-1-5-7"},
	{"ED", "S-1-5-9"},
	{"PS", "S-1-5-10"},
	{"AU", "S-1-5-11"},
	{"IS", "S-1-5-32-568"},
	{"SY", "S-1-5-18"},
	{"BA", "S-1-5-32-544"},

	{"BG", "S-1-5-32-546"},
	{"AO", "S-1-5-32-548"},
	{"BO", "S-1-5-32-551"},
	{"RU", "S-1-5-32-554"},
	{"MP", "S-1-16-8448"},
	{"DA", "S-1-5-21-1-2-3-512"},
	{"DU", "S-1-5-21-1-2-3-513"},
	{"DC", "S-1-5-21-1-2-3-515"},
	{"DD", "S-1-5-21-1-2-3-516"},
	{"CA", "S-1-5-21-1-2-3-517"},
	{"EA", "S-1-5-21-1-2-3-519"},
};

static _Noreturn void refuse(const char *what, const char *text)
{
	fprintf(stderr, "sd_factory: %s: '%s'\n", what, text);
	abort();
}

static void put(struct text_buffer *buffer, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		text_append_bytes(buffer, &(char){(char)(value >> (8 * i))}, 1);
}

static void patch(struct text_buffer *buffer, size_t offset, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buffer->data[offset + i] = (char)(value >> (8 * i));
}

/* The sum of two-letter words, or a number. */
static uint32_t sum(const struct word *words, size_t count, const char *text)
{
	uint32_t value = 0;

	if (strncmp(text, "0x", 2) == 0)
		return (uint32_t)strtoul(text, NULL, 16);
	for (; *text != 0; text += 2) {
		size_t i = 0;

		while (i < count && strncmp(words[i].text, text, 2) != 0)
			i++;
		if (i == count)
			refuse("unknown letters", text);
		value |= words[i].value;
	}
	return value;
}

static uint8_t type_of(const char *text)
{
	if (strncmp(text, "0x", 2) == 0)
		return (uint8_t)strtoul(text, NULL, 16);
	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
		if (strcmp(types[i].text, text) == 0)
			return (uint8_t)types[i].value;
	refuse("unknown type", text);
}

static void put_sid(struct text_buffer *buffer, const char *text)
{
	uint32_t parts[300];
	uint64_t authority;
	size_t count = 0;
	char *at;

	for (size_t i = 0; i < ARRAY_LENGTH(principals); i++)
		if (strcmp(principals[i].letters, text) == 0)
			text = principals[i].sid;
	if (strncmp(text, "S-1-", 4) != 0)
		refuse("unknown SID", text);
	authority = strtoull(text + 4, &at, 0);
	while (*at == '-' && count < ARRAY_LENGTH(parts))
		parts[count++] = (uint32_t)strtoul(at + 1, &at, 10);
	if (*at != 0)
		refuse("no SID", text);
	put(buffer, 1, 1);
	put(buffer, count, 1);
	for (unsigned i = 0; i < 6; i++)
		put(buffer, authority >> (40 - 8 * i), 1);
	for (size_t i = 0; i < count; i++)
		put(buffer, parts[i], 4);
}

static void put_guid(struct text_buffer *buffer, const char *text)
{
	char *end;

	if (strcmp(text, "ENROLL") == 0)
		text = "0e10c968-78fb-11d2-90d4-00c04f79dc55";
	if (strcmp(text, "AUTOENROLL") == 0)
		text = "a05b8cc2-17bc-4802-a710-e7c15ab866a2";
	if (strlen(text) != 36)
		refuse("no GUID", text);
	put(buffer, strtoul(text, &end, 16), 4);
	put(buffer, strtoul(end + 1, &end, 16), 2);
	put(buffer, strtoul(end + 1, &end, 16), 2);
	for (size_t i = 19; i < 36; i += text[i + 2] == '-' ? 3 : 2)
		put(buffer, strtoul((char[]){text[i], text[i + 1], 0}, NULL, 16), 1);
}

static bool is_object(uint8_t type)
{
	return (type >= 0x05 && type <= 0x07) || type == 0x0B || type == 0x0C || type == 0x0F;
}

static bool is_conditional(uint8_t type)
{
	return (type >= 0x09 && type <= 0x0D) || type == 0x0F;
}

static void put_ace(struct text_buffer *buffer, char *const *fields)
{
	size_t begin = buffer->length;
	uint8_t type = type_of(fields[FIELD_TYPE]);
	bool object = *fields[FIELD_OBJECT] != 0, inherited = *fields[FIELD_INHERITED] != 0;

	put(buffer, type, 1);
	put(buffer, sum(flags, ARRAY_LENGTH(flags), fields[FIELD_FLAGS]), 1);
	put(buffer, 0, 2);
	put(buffer, sum(rights, ARRAY_LENGTH(rights), fields[FIELD_RIGHTS]), 4);
	if (is_object(type))
		put(buffer, object | inherited << 1, 4);
	if (is_object(type) && object)
		put_guid(buffer, fields[FIELD_OBJECT]);
	if (is_object(type) && inherited)
		put_guid(buffer, fields[FIELD_INHERITED]);
	put_sid(buffer, fields[FIELD_SID]);
	if (is_conditional(type))
		text_append_bytes(buffer, "artx\x01\x02\x03\x04", 8);
	patch(buffer, begin + 2, buffer->length - begin, 2);
}

/* "(type;flags;rights;object;inherited;sid)" */
static const char *put_ace_row(struct text_buffer *buffer, const char *row)
{
	const char *end = strchr(row, ')');
	char *copy = end != NULL ? arena_copy(buffer->arena, row + 1, (size_t)(end - row - 1)) : NULL;
	char *fields[FIELDS];

	if (copy == NULL)
		refuse("no parenthesis", row);
	for (size_t i = 0; i < FIELDS; i++) {
		fields[i] = strsep(&copy, ";");
		if (fields[i] == NULL)
			refuse("too few fields", row);
	}
	put_ace(buffer, fields);
	return end + 1;
}

static void put_dacl(struct text_buffer *buffer, const char *row)
{
	size_t begin = buffer->length;
	unsigned count = 0;

	put(buffer, 4, 2);
	put(buffer, 0, 6);
	row += strspn(row, "PARI");
	for (; *row == '('; count++)
		row = put_ace_row(buffer, row);
	patch(buffer, begin + 2, buffer->length - begin, 2);
	patch(buffer, begin + 4, count, 2);
}

/* The SID that a row goes on with; *row moves behind it. */
static const char *take_sid(struct arena *arena, const char **row)
{
	size_t length = strncmp(*row, "S-", 2) == 0 ? 2 + strspn(*row + 2, "0123456789-") : 2;
	const char *sid = arena_copy(arena, *row, length);

	*row += length;
	return sid;
}

static void put_principal(struct text_buffer *buffer, size_t place, const char *sid)
{
	if (sid == NULL)
		return;
	patch(buffer, place, buffer->length, 4);
	put_sid(buffer, sid);
}

static struct octets exact(struct arena *arena, const struct text_buffer *buffer)
{
	unsigned char *bytes = arena_allocate(arena, buffer->length);

	memcpy(bytes, buffer->data, buffer->length);
	return (struct octets){.bytes = bytes, .length = buffer->length};
}

struct octets sd_make(struct arena *arena, const char *row)
{
	struct text_buffer buffer = {.arena = arena};
	const char *owner = NULL, *group = NULL;

	put(&buffer, 1, 2);
	put(&buffer, 0x8000, 2);
	put(&buffer, 0, 8);
	put(&buffer, 0, 8);
	if (strncmp(row, "O:", 2) == 0)
		row += 2, owner = take_sid(arena, &row);
	if (strncmp(row, "G:", 2) == 0)
		row += 2, group = take_sid(arena, &row);
	if (strncmp(row, "D:", 2) == 0) {
		patch(&buffer, 2, 0x8004, 2);
		if (strcmp(row, "D:NULL") != 0) {
			patch(&buffer, 16, buffer.length, 4);
			put_dacl(&buffer, row + 2);
		}
	} else if (*row != 0 && strncmp(row, "S:", 2) != 0) {
		refuse("unknown part", row);
	}
	put_principal(&buffer, 4, owner);
	put_principal(&buffer, 8, group);
	return exact(arena, &buffer);
}

struct octets sd_sid(struct arena *arena, const char *text)
{
	struct text_buffer buffer = {.arena = arena};

	put_sid(&buffer, text);
	return exact(arena, &buffer);
}
