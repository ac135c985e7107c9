/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/extra_opts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/array.h"
#include "core/extra_opts_file.h"

/* Where the option stands in an argument, and its value: NULL none, "" for an empty one. */
struct occurrence {
	const char *value;
	int length; /* arguments that it takes up: 0 if it isn't this option */
};

static struct occurrence occurrence_at(const struct arguments *arguments, int at)
{
	static const char name[] = "--extra-opts";
	const char *argument = arguments->values[at];
	const char *next = at + 1 < arguments->count ? arguments->values[at + 1] : NULL;

	if (strncmp(argument, name, strlen(name)) != 0)
		return (struct occurrence){.length = 0};
	if (argument[strlen(name)] == '=')
		return (struct occurrence){.value = argument + strlen(name) + 1, .length = 1};
	if (argument[strlen(name)] != 0)
		return (struct occurrence){.length = 0};
	if (next != NULL && *next != '-')
		return (struct occurrence){.value = next, .length = 2};
	return (struct occurrence){.length = 1};
}

static const char *first_in_path(const char *path, struct arena *arena)
{
	static const char *const names[] = {"monitoring-plugins.ini", "plugins.ini", "nagios-plugins.ini"};

	while (*path != 0) {
		size_t length = strcspn(path, ":");

		for (size_t i = 0; length != 0 && i < ARRAY_LENGTH(names); i++) {
			char *file = text_format(arena, "%.*s/%s", (int)length, path, names[i]);

			if (access(file, F_OK) == 0)
				return file;
		}
		path += length + (path[length] == ':');
	}
	return NULL;
}

static const char *default_file(struct arena *arena)
{
	static const char *const places[] = {
		"/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
		"/usr/local/etc/monitoring-plugins.ini",
		"/etc/monitoring-plugins/monitoring-plugins.ini",
		"/etc/monitoring-plugins.ini",
		"/etc/nagios/plugins.ini",
		"/usr/local/nagios/etc/plugins.ini",
		"/usr/local/etc/nagios/plugins.ini",
		"/etc/opt/nagios/plugins.ini",
		"/etc/nagios-plugins.ini",
		"/usr/local/etc/nagios-plugins.ini",
		"/etc/opt/nagios-plugins.ini",
	};
	const char *named = getenv("MP_CONFIG_FILE"), *path = getenv("NAGIOS_CONFIG_PATH");
	const char *found = path != NULL ? first_in_path(path, arena) : NULL;

	if (named != NULL && *named != 0)
		return named;
	for (size_t i = 0; found == NULL && i < ARRAY_LENGTH(places); i++)
		if (access(places[i], F_OK) == 0)
			found = places[i];
	return found;
}

/* Adds the options that one --extra-opts stands for. */
static const char *read_occurrence(const char *value, const char *section, struct arguments *arguments,
				   struct arena *arena)
{
	const char *at = value != NULL ? strchr(value, '@') : NULL;
	const char *file = at != NULL && at[1] != 0 ? at + 1 : default_file(arena);
	size_t length = at != NULL ? (size_t)(at - value) : value != NULL ? strlen(value) : 0;

	if (length != 0)
		section = arena_copy(arena, value, length);
	if (file == NULL)
		return "--extra-opts: no configuration file in any of the standard places";
	return extra_opts_read(file, section, arguments, arena);
}

/* What was typed, behind what the files said. */
static void add_typed(struct arguments *all, const struct arguments *typed, struct arena *arena)
{
	const struct argument_origin origin = {0};

	for (int at = 1; at < typed->count; at++) {
		struct occurrence found = occurrence_at(typed, at);

		if (found.length == 0)
			arguments_add(arena, all, typed->values[at], origin);
		at += found.length == 2;
	}
}

const char *extra_opts_expand(const char *section, struct arguments *arguments, struct arena *arena)
{
	const struct argument_origin origin = {0};
	struct arguments all = {0};

	arguments_add(arena, &all, arguments->values[0], origin);
	for (int at = 1; at < arguments->count; at++) {
		struct occurrence found = occurrence_at(arguments, at);
		const char *wrong = found.length != 0 ? read_occurrence(found.value, section, &all, arena) : NULL;

		if (wrong != NULL)
			return wrong;
		at += found.length == 2;
	}
	add_typed(&all, arguments, arena);
	*arguments = all;
	return NULL;
}
