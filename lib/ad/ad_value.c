/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/ad_value.h"

#include <string.h>

#include "core/number.h"

void ad_fault(const char **fault, struct arena *arena, const char *name, const struct octets *value, const char *wrong)
{
	if (*fault == NULL)
		*fault = text_format(arena, "%s is '%s', which %s", name,
				     text_foreign(arena, value->bytes, value->length, TEXT_FOREIGN_MAX), wrong);
}

void ad_binary_fault(const char **fault, struct arena *arena, const char *name, const char *wrong)
{
	if (*fault == NULL)
		*fault = text_format(arena, "%s %s", name, wrong);
}

static struct ad_number number_read(const struct entry *entry, const char *name, int64_t minimum, int64_t maximum,
				    struct arena *arena, const char **fault)
{
	const struct octets *value = entry_value(entry, name);
	struct ad_number number = {0};
	const char *wrong;

	if (value == NULL)
		return number;
	wrong = number_parse_whole((const char *)value->bytes, minimum, maximum, &number.value);
	if (wrong == NULL && strlen((const char *)value->bytes) != value->length)
		wrong = "holds a NUL";
	if (wrong == NULL)
		return (struct ad_number){.known = true, .value = number.value};
	ad_fault(fault, arena, name, value, wrong);
	return (struct ad_number){0};
}

struct ad_number ad_number_read(const struct entry *entry, const char *name, struct arena *arena, const char **fault)
{
	return number_read(entry, name, INT64_MIN, INT64_MAX, arena, fault);
}

struct ad_number ad_count_read(const struct entry *entry, const char *name, struct arena *arena, const char **fault)
{
	return number_read(entry, name, 0, UINT32_MAX, arena, fault);
}

struct ad_number ad_flags_read(const struct entry *entry, const char *name, struct arena *arena, const char **fault)
{
	struct ad_number number = number_read(entry, name, INT32_MIN, UINT32_MAX, arena, fault);

	number.value = (uint32_t)number.value;
	return number;
}

static const char *value_text(const struct octets *value, struct arena *arena)
{
	return text_foreign(arena, value->bytes, value->length, TEXT_FOREIGN_MAX);
}

bool ad_number_has(const struct ad_number *flags, uint32_t bits)
{
	return flags->known && ((uint32_t)flags->value & bits) != 0;
}

const char *ad_text_read(const struct entry *entry, const char *name, struct arena *arena)
{
	const struct octets *value = entry_value(entry, name);

	return value != NULL ? value_text(value, arena) : NULL;
}

size_t ad_value_count(const struct attribute *attribute)
{
	if (attribute == NULL)
		return 0;
	return attribute->count < AD_VALUES_MAX ? attribute->count : AD_VALUES_MAX;
}

struct text_list ad_texts_read(const struct entry *entry, const char *name, struct arena *arena)
{
	const struct attribute *attribute = entry_attribute(entry, name);
	struct text_list list = {.count = ad_value_count(attribute)};

	if (list.count == 0)
		return list;
	list.items = arena_allocate(arena, list.count * sizeof *list.items);
	for (size_t i = 0; i < list.count; i++)
		list.items[i] = value_text(&attribute->values[i], arena);
	return list;
}

void ad_words_add(const char *text, size_t length, struct arena *arena, struct text_list *list)
{
	const char *end = text + length;

	while (text < end && list->count < AD_VALUES_MAX) {
		const char *comma = memchr(text, ',', (size_t)(end - text)), *stop = comma != NULL ? comma : end;

		while (text < stop && *text == ' ')
			text++;
		length = (size_t)(stop - text);
		while (length != 0 && text[length - 1] == ' ')
			length--;
		if (length != 0)
			text_list_add(arena, list, text_foreign(arena, text, length, TEXT_FOREIGN_MAX));
		text = comma != NULL ? comma + 1 : end;
	}
}

bool ad_descriptor_read(const struct entry *entry, const char *name, struct arena *arena, const char **ret_fault,
			struct security_descriptor *ret_descriptor)
{
	const struct octets *value = entry_value(entry, name);

	*ret_fault = value != NULL ? security_descriptor_read(value, arena, ret_descriptor) : NULL;
	return value != NULL;
}
