/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the clocks are called: in perfdata, in the list of findings, and in sentences. */
#include <string.h>

#include "judge/judge_clock_parts.h"

static const char *sanitised(struct arena *arena, const char *name)
{
	char *label = arena_copy(arena, name, strlen(name));

	for (char *at = label; *at != 0; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
		else if ((*at < 'a' || *at > 'z') && (*at < '0' || *at > '9'))
			*at = '_';
	}
	return label;
}

static bool is_reserved(const char *label)
{
	return strcmp(label, "spread") == 0 || strcmp(label, "own_clock") == 0 || strcmp(label, "reference") == 0;
}

bool clock_name_is_reserved(const char *name, struct arena *arena)
{
	return is_reserved(sanitised(arena, name));
}

/* The host would make it unstable: where no name was given, it is the place in the command that counts. */
static const char *wish(struct arena *arena, const struct clock_survey *survey, size_t index)
{
	const struct clock_target *target = &survey->targets[index];

	if (target->name != NULL && *target->name != 0)
		return sanitised(arena, target->name);
	return text_format(arena, "%s%zu", sanitised(arena, target->scheme), index + 1);
}

static bool is_taken(struct arena *arena, const struct clock_survey *survey, size_t index, const char *label)
{
	if (is_reserved(label))
		return true;
	for (size_t i = 0; i < survey->count; i++)
		if (i != index && strcmp(wish(arena, survey, i), label) == 0)
			return true;
	return false;
}

const char *clock_object(struct arena *arena, const struct clock_survey *survey, size_t index)
{
	const char *label = wish(arena, survey, index);

	while (is_taken(arena, survey, index, label))
		label = text_format(arena, "%s_%zu", label, index + 1);
	return label;
}

static const char *url_of(struct arena *arena, const struct clock_target *target)
{
	return text_format(arena, strchr(target->host, ':') != NULL ? "%s://[%s]%s" : "%s://%s%s", target->scheme,
			   target->host, target->place != NULL ? target->place : "");
}

const char *clock_subject(const struct clock_case *clock_case, const struct clock_target *target)
{
	struct arena *arena = clock_case->arena;
	const char *role = target == clock_case->survey->reference ? "reference " : "", *url = url_of(arena, target);

	return target->name != NULL ? text_format(arena, "%s%s (%s)", role, target->name, url)
				    : text_format(arena, "%s%s", role, url);
}

const char *clock_display(const struct clock_case *clock_case, const struct clock_target *target)
{
	const struct clock_survey *survey = clock_case->survey;

	if (target == survey->reference)
		return text_format(clock_case->arena, "the reference %s", target->host);
	if (target->name != NULL)
		return target->name;
	for (size_t i = 0; i < survey->count; i++)
		if (&survey->targets[i] != target && strcmp(survey->targets[i].host, target->host) == 0)
			return url_of(clock_case->arena, target);
	return target->host;
}
