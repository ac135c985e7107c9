/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/options.h"

#include <getopt.h>
#include <string.h>

#include "core/options_value.h"
#include "core/secret.h"

/* getopt's view of the tables. Long options are told apart by their position: FIRST_LONG + number of the row. */
enum { FIRST_LONG = 1000, LETTERS_MAX = 3 * 64 };

struct parser {
	char letters[LETTERS_MAX]; /* "+:ab:c" */
	struct option *longs;
	int count;
};

static bool takes_value(const struct option_row *row)
{
	return row->kind != OPTION_FLAG && row->kind != OPTION_TALLY;
}

static void parser_add(struct parser *parser, const struct option_row *row)
{
	int argument = !takes_value(row) ? no_argument : row->fallback != NULL ? optional_argument : required_argument;
	size_t end = strlen(parser->letters);

	parser->longs[parser->count] = (struct option){.name = row->name, .has_arg = argument};
	parser->longs[parser->count].val = FIRST_LONG + parser->count;
	parser->count++;
	if (row->letter == 0)
		return;
	parser->letters[end++] = row->letter;
	if (argument == required_argument)
		parser->letters[end] = ':';
}

static struct parser parser_build(const struct option_tables *tables, struct arena *arena)
{
	struct parser parser = {.letters = "+:"};
	size_t rows = 1;

	for (size_t i = 0; i < tables->count; i++)
		rows += tables->tables[i].count;
	parser.longs = arena_allocate(arena, rows * sizeof *parser.longs);
	for (size_t i = 0; i < tables->count; i++)
		for (size_t k = 0; k < tables->tables[i].count; k++)
			parser_add(&parser, &tables->tables[i].rows[k]);
	return parser;
}

/* The row that getopt found, and the structure that it fills. */
static const struct option_row *row_of(const struct option_tables *tables, int found, void **ret_config)
{
	int number = FIRST_LONG;

	for (size_t i = 0; i < tables->count; i++) {
		*ret_config = tables->tables[i].config;
		for (size_t k = 0; k < tables->tables[i].count; k++, number++) {
			const struct option_row *row = &tables->tables[i].rows[k];

			if (found == number || (found == row->letter && found != 0))
				return row;
		}
	}
	return NULL;
}

const struct option_row *options_find(const struct option_tables *tables, const char *name)
{
	for (size_t i = 0; i < tables->count; i++)
		for (size_t k = 0; k < tables->tables[i].count; k++)
			if (strcmp(tables->tables[i].rows[k].name, name) == 0)
				return &tables->tables[i].rows[k];
	return NULL;
}

/* getopt_long takes abbreviations; a name that a later version adds would break them, so they are refused. */
static const char *refuse_unknown(const struct option_tables *tables, const char *argument, struct arena *arena)
{
	char *name;

	if (strncmp(argument, "--", 2) != 0 || argument[2] == 0)
		return NULL;
	name = arena_copy(arena, argument + 2, strcspn(argument + 2, "="));
	if (options_find(tables, name) != NULL)
		return NULL;
	return text_format(arena, "unknown option --%s", text_safe(arena, name));
}

static const char *describe_row(const struct option_row *row, struct arena *arena)
{
	if (row->letter != 0)
		return text_format(arena, "-%c --%s", row->letter, row->name);
	return text_format(arena, "--%s", row->name);
}

/* A secret may come from a file (extra_opts_file.c looks who can read it), and from nowhere else. */
static const char *refuse_secret(const struct option_row *row, struct argument_origin origin, struct arena *arena)
{
	if (origin.place != NULL || optarg == NULL || !secret_in(row->name, optarg))
		return NULL;
	return text_format(arena,
			   "the secret in %s is seen by every user of this host: put it into an --extra-opts file",
			   describe_row(row, arena));
}

static const char *store(const struct option_tables *tables, int found, struct argument_origin origin,
			 struct arena *arena)
{
	void *config = NULL;
	const struct option_row *row = row_of(tables, found, &config);
	const char *wrong = refuse_secret(row, origin, arena);

	if (wrong != NULL)
		return wrong;
	wrong = option_store(row, optarg, config, arena);
	if (wrong == NULL)
		return NULL;
	if (row->unquoted)
		return text_format(arena, "%s: the value %s", describe_row(row, arena), wrong);
	return text_format(arena, "%s: '%s' %s", describe_row(row, arena), secret_hidden(arena, optarg), wrong);
}

static const char *misuse(const struct option_tables *tables, int found, const char *argument, struct arena *arena)
{
	void *config;
	const struct option_row *row = row_of(tables, optopt, &config);

	if (found == ':' && row != NULL)
		return text_format(arena, "%s needs a value", describe_row(row, arena));
	if (row != NULL)
		return text_format(arena, "%s takes no value", describe_row(row, arena));
	if (strncmp(argument, "--", 2) == 0)
		return text_format(arena, "unknown option %s", text_safe(arena, argument));
	return text_format(arena, "unknown option -%s", text_foreign(arena, &(char){(char)optopt}, 1, 1));
}

/* One step of getopt; *ret_done when nothing is left. */
static const char *parse_next(const struct option_tables *tables, const struct arguments *arguments,
			      const struct parser *parser, int at, bool *ret_done, struct arena *arena)
{
	const struct argument_origin typed = {0};
	const char *argument = arguments->values[at];
	const char *wrong = refuse_unknown(tables, argument, arena);
	int found;

	if (wrong != NULL)
		return wrong;
	found = getopt_long(arguments->count, arguments->values, parser->letters, parser->longs, NULL);
	*ret_done = found == -1;
	if (found == -1)
		return NULL;
	if (found == '?' || found == ':')
		return misuse(tables, found, argument, arena);
	return store(tables, found, arguments->origins != NULL ? arguments->origins[at] : typed, arena);
}

const char *options_parse(const struct option_tables *tables, const struct arguments *arguments, struct arena *arena)
{
	struct parser parser = parser_build(tables, arena);
	bool done = false;

	optind = 0; /* glibc: begin anew */
	opterr = 0;
	for (int at = 1; at < arguments->count && !done; at = optind) {
		const char *wrong = parse_next(tables, arguments, &parser, at, &done, arena);
		const char *place = arguments->origins != NULL ? arguments->origins[at].place : NULL;

		if (wrong != NULL)
			return place == NULL ? wrong : text_format(arena, "--extra-opts: %s: %s", place, wrong);
	}
	if (arguments->count > 1 && optind < arguments->count)
		return text_format(arena, "unexpected argument '%s'", secret_hidden(arena, arguments->values[optind]));
	return NULL;
}

void arguments_add(struct arena *arena, struct arguments *arguments, const char *value, struct argument_origin origin)
{
	size_t count = (size_t)arguments->count, values = count * sizeof *arguments->values;
	size_t origins = count * sizeof *arguments->origins;

	arguments->values = arena_grow(arena, arguments->values, values, values + 2 * sizeof *arguments->values);
	arguments->origins = arena_grow(arena, arguments->origins, origins, origins + sizeof *arguments->origins);
	arguments->values[count] = arena_copy(arena, value, strlen(value));
	arguments->values[count + 1] = NULL;
	arguments->origins[count] = origin;
	arguments->count++;
}
