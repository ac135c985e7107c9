/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/array.h"

void text_list_add(struct arena *arena, struct text_list *list, const char *item)
{
	size_t size = list->count * sizeof *list->items;

	list->items = arena_grow(arena, list->items, size, size + sizeof *list->items);
	list->items[list->count++] = item;
}

void text_append_bytes(struct text_buffer *buffer, const char *bytes, size_t length)
{
	if (buffer->length + length + 1 > buffer->capacity) {
		buffer->capacity = 2 * (buffer->length + length + 1);
		buffer->data = arena_grow(buffer->arena, buffer->data, buffer->length, buffer->capacity);
	}
	if (length != 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = 0;
}

char *text_format_list(struct arena *arena, const char *format, va_list list)
{
	va_list again;
	int length;
	char *text;

	va_copy(again, list);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		arena_exhausted(arena);
	text = arena_allocate(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, list);
	return text;
}

void text_append(struct text_buffer *buffer, const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = text_format_list(buffer->arena, format, list);
	va_end(list);
	text_append_bytes(buffer, text, strlen(text));
}

char *text_format(struct arena *arena, const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = text_format_list(arena, format, list);
	va_end(list);
	return text;
}

const char *text_of(const struct text_buffer *buffer)
{
	return buffer->data != NULL ? buffer->data : "";
}

const char *text_duration(struct arena *arena, double seconds)
{
	static const struct {
		double length;
		const char *name;
	} units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}};

	seconds = fabs(seconds);
	for (size_t i = 0; i < ARRAY_LENGTH(units); i++)
		if (seconds >= 2 * units[i].length)
			return text_format(arena, "%.0f %ss", floor(seconds / units[i].length), units[i].name);
	if (seconds == 1)
		return "1 second";
	return text_format(arena, "%s seconds", text_number(arena, seconds < 10 ? seconds : floor(seconds)));
}

__attribute__((format(strftime, 3, 0))) static const char *calendar(struct arena *arena, int64_t epoch,
								    const char *format)
{
	time_t time = (time_t)epoch;
	struct tm parts;
	char text[32];

	if (gmtime_r(&time, &parts) == NULL || parts.tm_year < -1900 || parts.tm_year > 8099)
		return "a time out of the calendar";
	strftime(text, sizeof text, format, &parts);
	return arena_copy(arena, text, strlen(text));
}

const char *text_date(struct arena *arena, int64_t epoch)
{
	return calendar(arena, epoch, "%Y-%m-%d");
}

const char *text_time(struct arena *arena, int64_t epoch)
{
	return calendar(arena, epoch, "%Y-%m-%d %H:%M UTC");
}

const char *text_number(struct arena *arena, double value)
{
	char *text = text_format(arena, "%.6f", value);
	size_t length = strlen(text);

	while (text[length - 1] == '0')
		length--;
	if (text[length - 1] == '.')
		length--;
	text[length] = 0;
	return strcmp(text, "-0") == 0 ? "0" : text;
}

const char *text_count(struct arena *arena, size_t count, const char *singular)
{
	return text_format(arena, "%zu %s%s", count, singular, count == 1 ? "" : "s");
}

char *text_hex(struct arena *arena, const unsigned char *bytes, size_t length)
{
	char *text = arena_allocate(arena, 2 * length + 1);

	for (size_t i = 0; i < length; i++)
		snprintf(text + 2 * i, 3, "%02X", bytes[i]);
	return text;
}

int text_hex_digit(char character)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *place = character != 0 ? strchr(digits, character) : NULL;

	return place != NULL ? (int)(place - digits) % 16 : -1;
}

bool text_has_prefix(const char *text, const char *prefix)
{
	return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

bool text_has_ending(const char *text, const char *ending)
{
	size_t length = strlen(text), wanted = strlen(ending);

	return length >= wanted && strcmp(text + length - wanted, ending) == 0;
}
