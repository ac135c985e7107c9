/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/options_value.h"

#include <string.h>
#include <strings.h>

#include "core/number.h"

static const char *store_whole(const struct option_row *row, const char *value, unsigned *place)
{
	int64_t number;
	const char *wrong = number_parse_whole(value, row->minimum, row->maximum, &number);

	if (wrong == NULL)
		*place = (unsigned)number;
	return wrong;
}

static const char *store_port(const char *value, uint16_t *place)
{
	int64_t number;

	if (number_parse_whole(value, 1, UINT16_MAX, &number) != NULL)
		return "is not a port (1 to 65535)";
	*place = (uint16_t)number;
	return NULL;
}

/* "follow, ok, warning" */
static const char *words_text(const char *words, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	for (; *words != 0; words++)
		text_append(&buffer, *words == '|' ? ", " : "%c", *words);
	return text_of(&buffer);
}

int option_word(const char *words, const char *value)
{
	for (int index = 0;; index++) {
		size_t length = strcspn(words, "|");

		if (strlen(value) == length && strncasecmp(value, words, length) == 0)
			return index;
		if (words[length] == 0)
			return -1;
		words += length + 1;
	}
}

static const char *store_word(const struct option_row *row, const char *value, int *place, struct arena *arena)
{
	int index = option_word(row->words, value);

	if (index < 0)
		return text_format(arena, "is none of %s", words_text(row->words, arena));
	*place = index;
	return NULL;
}

static const char *store_text(const char *value, const char **place)
{
	if (*value == 0)
		return "is empty";
	*place = value;
	return NULL;
}

static const char *store_list(const char *value, struct text_list *place, struct arena *arena)
{
	if (*value == 0)
		return "is empty";
	text_list_add(arena, place, value);
	return NULL;
}

const char *option_store(const struct option_row *row, const char *value, void *config, struct arena *arena)
{
	void *place = (char *)config + row->offset;

	if (value == NULL)
		value = row->fallback;
	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)place = true;
		return NULL;
	case OPTION_TALLY:
		((struct tally *)place)->times++;
		return NULL;
	case OPTION_TEXT:
		return store_text(value, place);
	case OPTION_LIST:
		return store_list(value, place, arena);
	case OPTION_WHOLE:
		return store_whole(row, value, place);
	case OPTION_PORT:
		return store_port(value, place);
	case OPTION_WORD:
		return store_word(row, value, place, arena);
	case OPTION_RANGE:
		return range_parse(value, place);
	case OPTION_LIFETIME:
		return lifetime_parse(value, place);
	case OPTION_LIMIT:
		return time_limit_parse(value, place);
	case OPTION_MOMENT:
		return moment_parse(value, place);
	case OPTION_SIZE:
		return number_parse_size(value, &((struct byte_size *)place)->bytes);
	}
	return "has no kind";
}
