/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table with a row of every kind, and arguments for it. */
#ifndef OPTIONS_SAMPLE_H
#define OPTIONS_SAMPLE_H

#include "suite.h"

#include "core/options.h"

struct config {
	bool flag;
	struct tally tally;
	const char *text, *optional, *url, *header;
	struct text_list list;
	unsigned whole;
	uint16_t port;
	int word;
	struct range range;
	struct lifetime_limit lifetime;
	struct time_limit limit;
	struct moment moment;
};

static const struct option_row rows[] = {
	OPTION('f', "flag", struct config, flag, NULL, "A flag."),
	OPTION('v', "verbose", struct config, tally, NULL, "A tally."),
	OPTION('x', "text", struct config, text, "TEXT", "A text."),
	OPTION(0, "admin", struct config, optional, "PATH", "With or without a value.", .fallback = "auto"),
	OPTION('u', "url", struct config, url, "URL", "A URL."),
	OPTION('k', "header", struct config, header, "LINE", "A header."),
	OPTION('l', "list", struct config, list, "ITEM", "A list."),
	OPTION('n', "whole", struct config, whole, "N", "A number.", .minimum = 1, .maximum = 256),
	OPTION('p', "port", struct config, port, "PORT", "A port."),
	OPTION(0, "word", struct config, word, "WORD", "A word.", .words = "follow|ok|warning|critical"),
	OPTION('w', "warning", struct config, range, "RANGE", "A range."),
	OPTION('c', "critical", struct config, lifetime, "LEFT", "A lifetime."),
	OPTION('t', "timeout", struct config, limit, "SECONDS", "A limit."),
	OPTION(0, "at", struct config, moment, "TIME", "A moment."),
	OPTION(0, "secret-dump", struct config, flag, NULL, "Hidden.", .hidden = true),
};

struct second {
	bool other;
};

static const struct option_row second_rows[] = {
	OPTION('4', "use-ipv4", struct second, other, NULL, "In another table."),
};

static struct second second;

static inline struct option_tables tables_of(struct config *config)
{
	return (struct option_tables){
		.tables = {{.heading = "Own", .rows = rows, .count = ARRAY_LENGTH(rows), .config = config},
			   {.heading = "Common", .rows = second_rows, .count = 1, .config = &second}},
		.count = 2,
	};
}

/* Words end at the first NULL; origin: of all of them. */
static inline const char *parse_from(struct arena *arena, struct config *config, struct argument_origin origin,
				     char *const *words)
{
	struct arguments arguments = {0};
	struct option_tables tables = tables_of(config);

	*config = (struct config){.word = -1};
	second = (struct second){0};
	arguments_add(arena, &arguments, "check_x", (struct argument_origin){0});
	for (; *words != NULL; words++)
		arguments_add(arena, &arguments, *words, origin);
	return options_parse(&tables, &arguments, arena);
}

static const struct argument_origin typed = {0}, ini_file = {"x.ini, line 3"};

#define PARSE_FROM(config, origin, ...) parse_from(*state, config, origin, (char *[]){__VA_ARGS__, NULL})
#define PARSE(config, ...) PARSE_FROM(config, typed, __VA_ARGS__)

#endif
