/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/options.h"

enum { COLUMNS = 80, INDENT = 6 };

/* Breaks text at blanks into lines of at most 80 columns. */
static void append_wrapped(struct text_buffer *buffer, const char *text)
{
	size_t column = 0;

	while (*text != 0) {
		size_t length = strcspn(text, " ");

		if (column != 0 && column + 1 + length > COLUMNS) {
			text_append(buffer, "\n");
			column = 0;
		}
		text_append(buffer, "%*s%.*s", column == 0 ? INDENT : 1, "", (int)length, text);
		column += length + (column == 0 ? INDENT : 1);
		text += length;
		text += strspn(text, " ");
	}
	text_append(buffer, "\n");
}

static void append_row(struct text_buffer *buffer, const struct option_row *row)
{
	if (row->letter != 0)
		text_append(buffer, "  -%c, --%s", row->letter, row->name);
	else
		text_append(buffer, "      --%s", row->name);
	if (row->metavar != NULL)
		text_append(buffer, row->fallback != NULL ? "[=%s]" : "=%s", row->metavar);
	text_append(buffer, "\n");
	append_wrapped(buffer, row->help);
}

void options_describe(const struct option_tables *tables, struct text_buffer *buffer)
{
	for (size_t i = 0; i < tables->count; i++) {
		text_append(buffer, "\n%s:\n", tables->tables[i].heading);
		for (size_t k = 0; k < tables->tables[i].count; k++)
			if (!tables->tables[i].rows[k].hidden)
				append_row(buffer, &tables->tables[i].rows[k]);
	}
}

static json_t *dump_row(const struct option_row *row, const char *heading)
{
	static const char *const kinds[] = {
		[OPTION_FLAG] = "flag",        [OPTION_TALLY] = "tally",   [OPTION_TEXT] = "text",
		[OPTION_LIST] = "list",        [OPTION_WHOLE] = "whole",   [OPTION_PORT] = "port",
		[OPTION_WORD] = "word",        [OPTION_RANGE] = "range",   [OPTION_LIFETIME] = "lifetime",
		[OPTION_LIMIT] = "time_limit", [OPTION_MOMENT] = "moment", [OPTION_SIZE] = "size",
	};
	char letter[] = {row->letter, 0};

	return json_pack("{s:s, s:s, s:s*, s:s*, s:s, s:s*, s:b, s:s}", "long", row->name, "kind", kinds[row->kind],
			 "short", row->letter != 0 ? letter : NULL, "metavar", row->metavar, "group", heading, "words",
			 row->words, "value_optional", row->fallback != NULL, "help", row->help);
}

char *options_dump(const struct option_tables *tables, const char *plugin, const char *summary, struct arena *arena)
{
	json_t *rows = json_array(), *root;
	char *text, *copy = NULL;

	for (size_t i = 0; i < tables->count; i++)
		for (size_t k = 0; k < tables->tables[i].count; k++)
			if (!tables->tables[i].rows[k].hidden)
				json_array_append_new(rows,
						      dump_row(&tables->tables[i].rows[k], tables->tables[i].heading));
	root = json_pack("{s:s, s:s, s:o}", "plugin", plugin, "summary", summary, "options", rows);
	text = json_dumps(root, JSON_INDENT(1));
	if (text != NULL)
		copy = text_format(arena, "%s\n", text);
	free(text);
	json_decref(root);
	return copy;
}
