/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table of options feeds the parser, --help, the man pages, the completion and the schedulers' configurations.
 * A row's kind comes from the C type of its field (a wrong type does not compile), its place from offsetof.
 */
#ifndef CORE_OPTIONS_H
#define CORE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/deadline.h"
#include "core/lifetime.h"
#include "core/moment.h"
#include "core/range.h"
#include "core/text.h"

/* An option that counts how often it was given (-v -v). */
struct tally {
	unsigned times;
};

/* A number of bytes. */
struct byte_size {
	uint64_t bytes;
};

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_TALLY,    /* struct tally */
	OPTION_TEXT,     /* const char *; NULL: not given */
	OPTION_LIST,     /* struct text_list */
	OPTION_WHOLE,    /* unsigned, minimum to maximum */
	OPTION_PORT,     /* uint16_t, 1 to 65535; 0: not given */
	OPTION_WORD,     /* int: index into words, -1: not given (if the default says so) */
	OPTION_RANGE,    /* struct range */
	OPTION_LIFETIME, /* struct lifetime_limit */
	OPTION_LIMIT,    /* struct time_limit */
	OPTION_MOMENT,   /* struct moment */
	OPTION_SIZE,     /* struct byte_size */
};

struct option_row {
	char letter; /* 0: none */
	const char *name, *metavar, *help;
	enum option_kind kind;
	size_t offset;
	const char *words;    /* OPTION_WORD: "follow|ok|warning" */
	const char *fallback; /* the value of an option whose value may be left out; NULL: it may not */
	unsigned minimum, maximum;
	bool hidden;
	bool unquoted; /* a value that can't be read is not repeated: other programs take a password there */
};

#define OPTION_KIND(type, member) \
	_Generic(((type *)0)->member, \
		bool: OPTION_FLAG, struct tally: OPTION_TALLY, const char *: OPTION_TEXT, \
		struct text_list: OPTION_LIST, \
		unsigned: OPTION_WHOLE, uint16_t: OPTION_PORT, int: OPTION_WORD, struct range: OPTION_RANGE, \
		struct lifetime_limit: OPTION_LIFETIME, struct time_limit: OPTION_LIMIT, struct moment: OPTION_MOMENT, \
		struct byte_size: OPTION_SIZE)

/* Further fields may follow: OPTION('p', ..., "...", .minimum = 1). metavar is NULL for flags and tallies. */
#define OPTION(letter_, name_, type, member, metavar_, help_, ...) \
	{ \
		.letter = (letter_), .name = (name_), .metavar = (metavar_), .help = (help_), \
		.kind = OPTION_KIND(type, member), .offset = offsetof(type, member), __VA_ARGS__ \
	}

/* A table and the structure that it fills. */
struct option_table {
	const char *heading;
	const struct option_row *rows;
	size_t count;
	void *config;
};

struct option_tables {
	struct option_table tables[4];
	size_t count;
};

/* Where an argument comes from. */
struct argument_origin {
	const char *place; /* "FILE, line 3"; NULL: typed on the command line */
};

/* The arguments of a run, argv[0] included; a NULL stands behind the last value. */
struct arguments {
	int count;
	char **values;
	struct argument_origin *origins; /* NULL: all typed */
};

void arguments_add(struct arena *arena, struct arguments *arguments, const char *value, struct argument_origin origin);

/* Fills the structures. Returns NULL, or the sentence about the first argument that is wrong. */
const char *options_parse(const struct option_tables *tables, const struct arguments *arguments, struct arena *arena);

/* The row of a long name, NULL if there is none. */
const struct option_row *options_find(const struct option_tables *tables, const char *name);

/* What --help prints below the usage: headings, options, explanations; 80 columns. */
void options_describe(const struct option_tables *tables, struct text_buffer *buffer);

/* The tables as JSON for the generators of man pages and configurations; NULL: out of memory. */
char *options_dump(const struct option_tables *tables, const char *plugin, const char *summary, struct arena *arena);

#endif
