/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/template_properties.h"

#include <ctype.h>
#include <string.h>

#include "core/number.h"

enum { PARTS = 3, ORDER_DIGITS = 9 };
#define POLICIES "msPKI-RA-Application-Policies"

struct part {
	const char *text;
	size_t length;
};

static bool part_is(const struct part *part, const char *text)
{
	return part->length == strlen(text) && memcmp(part->text, text, part->length) == 0;
}

static const char *part_text(const struct part *part, struct arena *arena)
{
	return text_foreign(arena, part->text, part->length, TEXT_FOREIGN_MAX);
}

/* What comes before the next back-tick, or the end. Returns false at the end. */
static bool part_take(const char **text, const char *end, struct part *ret_part)
{
	const char *tick = memchr(*text, '`', (size_t)(end - *text));

	if (*text == end)
		return false;
	*ret_part = (struct part){.text = *text, .length = (size_t)((tick != NULL ? tick : end) - *text)};
	*text = tick != NULL ? tick + 1 : end;
	return true;
}

static void property_set(const struct part *parts, struct arena *arena, struct template *template)
{
	const struct part *name = &parts[0], *value = &parts[2];

	if (part_is(name, "msPKI-Asymmetric-Algorithm"))
		template->asymmetric_algorithm = part_text(value, arena);
	else if (part_is(name, "msPKI-Hash-Algorithm"))
		template->hash_algorithm = part_text(value, arena);
	else if (part_is(name, POLICIES))
		ad_words_add(value->text, value->length, arena, &template->ra_application_policies);
}

/* Returns false if they are not triplets. */
static bool properties_set(const struct octets *value, struct arena *arena, struct template *template)
{
	const char *text = (const char *)value->bytes, *end = text + value->length;
	struct part parts[PARTS];

	while (part_take(&text, end, &parts[0])) {
		if (parts[0].length == 0 || !part_take(&text, end, &parts[1]) || parts[1].length == 0)
			return false;
		/* An empty value whose last back-tick is missing as well is the text's end. */
		if (!part_take(&text, end, &parts[2]))
			return false;
		property_set(parts, arena, template);
	}
	return true;
}

void template_properties_read(const struct entry *entry, struct arena *arena, struct template *template)
{
	const struct attribute *attribute = entry_attribute(entry, POLICIES);

	for (size_t i = 0; i < ad_value_count(attribute); i++)
		if (!properties_set(&attribute->values[i], arena, template))
			ad_fault(&template->fault, arena, POLICIES, &attribute->values[i],
				 "is not made of name`type`value triplets");
}

struct provider {
	int64_t order;
	const char *name;
};

static struct provider provider_read(const struct octets *value, struct arena *arena)
{
	const char *text = (const char *)value->bytes;
	size_t digits = strspn(text, "0123456789"), left = value->length;
	struct provider provider = {.order = INT64_MAX};

	if (digits != 0 && digits <= ORDER_DIGITS && text[digits] == ',') {
		number_parse_whole(arena_copy(arena, text, digits), 0, INT64_MAX, &provider.order);
		text += digits + 1;
		left -= digits + 1;
		while (left != 0 && *text == ' ') {
			text++;
			left--;
		}
	}
	provider.name = text_foreign(arena, text, left, TEXT_FOREIGN_MAX);
	return provider;
}

/* Keeps them sorted; those of the same number stay as they came. */
static void provider_insert(struct provider *providers, size_t count, struct provider provider)
{
	while (count > 0 && providers[count - 1].order > provider.order) {
		providers[count] = providers[count - 1];
		count--;
	}
	providers[count] = provider;
}

struct text_list template_providers(const struct entry *entry, struct arena *arena)
{
	const struct attribute *attribute = entry_attribute(entry, "pKIDefaultCSPs");
	size_t count = ad_value_count(attribute);
	struct provider *providers = arena_allocate(arena, count * sizeof *providers);
	struct text_list list = {.count = count};

	list.items = arena_allocate(arena, count * sizeof *list.items);
	for (size_t i = 0; i < count; i++)
		provider_insert(providers, i, provider_read(&attribute->values[i], arena));
	for (size_t i = 0; i < count; i++)
		list.items[i] = providers[i].name;
	return list;
}
