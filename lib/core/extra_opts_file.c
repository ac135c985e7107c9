/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/extra_opts_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/cleanup.h"
#include "core/secret.h"

DEFINE_AUTOFREE(FILE, fclose)

enum { FILE_MAX = 256 * 1024, OPTIONS_MAX = 1000 /* of a section; each one copies those before it */ };

struct reading {
	const char *file;    /* for sentences */
	const char *wanted;  /* section */
	const char *section; /* the present one; NULL: none yet */
	bool exposed;        /* others can read the file */
	struct arguments *arguments;
	struct arena *arena;
	unsigned line;
	size_t found; /* options of the wanted section */
};

static const char *complain(const struct reading *reading, const char *wrong)
{
	return text_format(reading->arena, "--extra-opts: %s, line %u: %s", reading->file, reading->line, wrong);
}

static const char *trimmed(struct arena *arena, const char *text, size_t length)
{
	while (length > 0 && strchr(" \t\r", *text) != NULL)
		text++, length--;
	while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
		length--;
	return arena_copy(arena, text, length);
}

static void take_option(struct reading *reading, const char *name, const char *value)
{
	struct arena *arena = reading->arena;
	struct argument_origin origin = {
		.place = text_format(arena, "%s, line %u", reading->file, reading->line),
	};

	reading->found++;
	if (strlen(name) == 1) {
		arguments_add(arena, reading->arguments, text_format(arena, "-%s", name), origin);
		if (*value != 0)
			arguments_add(arena, reading->arguments, value, origin);
		return;
	}
	arguments_add(arena, reading->arguments, text_format(arena, *value != 0 ? "--%s=%s" : "--%s", name, value),
		      origin);
}

static const char *take_line(struct reading *reading, const char *line)
{
	size_t length = strlen(line);
	const char *equals = strchr(line, '=');
	const char *name, *value;

	if (length == 0 || *line == ';' || *line == '#')
		return NULL;
	if (*line == '[') {
		if (line[length - 1] != ']')
			return complain(reading, "a section's bracket is not closed");
		reading->section = trimmed(reading->arena, line + 1, length - 2);
		return NULL;
	}
	if (equals == NULL || equals == line)
		return complain(reading, "neither [section] nor name = value");
	if (reading->section == NULL)
		return complain(reading, "stands before the first section");
	name = trimmed(reading->arena, line, (size_t)(equals - line));
	value = trimmed(reading->arena, equals + 1, strlen(equals + 1));
	if (reading->exposed && secret_in(name, value))
		return complain(reading, "holds a secret, and others can read the file (chmod o-r)");
	if (strcmp(reading->section, reading->wanted) != 0)
		return NULL;
	if (reading->found == OPTIONS_MAX)
		return complain(reading, text_format(reading->arena, "a section has at most %d options", OPTIONS_MAX));
	take_option(reading, name, value);
	return NULL;
}

static const char *take_text(struct reading *reading, const char *text)
{
	const char *wrong = NULL;

	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0) /* a byte order mark */
		text += 3;
	while (*text != 0 && wrong == NULL) {
		size_t length = strcspn(text, "\n");

		reading->line++;
		wrong = take_line(reading, trimmed(reading->arena, text, length));
		text += length + (text[length] == '\n');
	}
	return wrong;
}

static bool readable_by_others(FILE *stream)
{
	struct stat status;

	return fstat(fileno(stream), &status) != 0 || (S_ISREG(status.st_mode) && (status.st_mode & S_IROTH) != 0);
}

/*
 * Puts back what was read from standard input, for the next --extra-opts=@- and for the program that this one becomes
 * (check_clock_skew). A file in memory: what it holds may be secret. If there is none, they find nothing.
 */
static void put_back(const struct reading *reading, const char *text, size_t length)
{
	int file = memfd_create("extra-opts", MFD_CLOEXEC);

	if (file >= 0 && fchmod(file, reading->exposed ? 0644 : 0600) == 0 &&
	    write(file, text, length) == (ssize_t)length && dup2(file, STDIN_FILENO) == STDIN_FILENO)
		rewind(stdin);
	if (file >= 0)
		close(file);
}

static const char *read_stream(FILE *stream, struct reading *reading)
{
	char *text = arena_allocate(reading->arena, FILE_MAX + 1);
	size_t length = fread(text, 1, FILE_MAX, stream);
	const char *wrong;

	if (ferror(stream))
		return text_format(reading->arena, "--extra-opts: %s: %s", reading->file, strerror(errno));
	if (length == FILE_MAX || strlen(text) != length)
		return text_format(reading->arena, "--extra-opts: %s: no ini file (binary, or larger than 256 KB)",
				   reading->file);
	reading->exposed = readable_by_others(stream);
	if (stream == stdin)
		put_back(reading, text, length);
	wrong = take_text(reading, text);
	if (wrong != NULL || reading->found != 0)
		return wrong;
	return text_format(reading->arena, "--extra-opts: no section [%s] with options in %s",
			   text_safe(reading->arena, reading->wanted), reading->file);
}

const char *extra_opts_read(const char *file, const char *section, struct arguments *arguments, struct arena *arena)
{
	bool standard_input = strcmp(file, "-") == 0;
	autofree(FILE) *opened = standard_input ? NULL : fopen(file, "re");
	FILE *stream = standard_input ? stdin : opened;
	struct reading reading = {.wanted = section, .arguments = arguments, .arena = arena};

	reading.file = standard_input ? "standard input" : text_safe(arena, file);
	if (stream == NULL)
		return text_format(arena, "--extra-opts: %s: %s", reading.file, strerror(errno));
	return read_stream(stream, &reading);
}
