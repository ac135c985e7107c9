/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of a Checkmk local check: STATE "Item" metrics text; long text behind the two characters \n. */
#include <string.h>

#include "core/report.h"

/* Checkmk draws plain rising levels only; a range would be read as no level or as a wrong one. */
static const char *plain_level(const char *range)
{
	return range != NULL && range[strspn(range, "0123456789.")] == 0 ? range : "";
}

static void append_measure(struct text_buffer *buffer, const struct measure *measure)
{
	struct arena *arena = buffer->arena;
	const char *warning = plain_level(measure->warning), *critical = plain_level(measure->critical);

	text_append(buffer, "%s%s=%s", buffer->length != 0 ? "|" : "", measure->label,
		    text_number(arena, measure->value));
	if (*warning != 0 && *critical != 0)
		text_append(buffer, ";%s;%s", warning, critical);
}

static const char *metrics(const struct report *report, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	for (const struct finding *finding = report->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
			append_measure(&buffer, measure);
	return buffer.length != 0 ? buffer.data : "-";
}

/* An item with either quote in it isn't read at all: Checkmk drops the whole line. */
static char *without_quotes(struct arena *arena, const char *text)
{
	char *copy = text_foreign(arena, text, strlen(text), TEXT_FOREIGN_MAX);

	for (char *at = copy; *at != 0; at++)
		if (*at == '"' || *at == '\'')
			*at = '_';
	return copy;
}

/* The page of the nagios format, from its second line on, with its line breaks written as Checkmk wants them. */
static void append_long_text(struct text_buffer *buffer, const struct report *report)
{
	const char *at = strchr(output_nagios(report, buffer->arena), '\n');

	while (at != NULL && at[1] != 0) {
		size_t length = strcspn(at + 1, "\n");

		text_append(buffer, "\\n%.*s", (int)length, at + 1);
		at = strchr(at + 1, '\n');
	}
}

char *output_checkmk(const struct report *report, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	text_append(&buffer, "%d \"%s %s\" %s %s", (int)report->status, report->label,
		    without_quotes(arena, report->target), metrics(report, arena), report_summary(report, arena));
	append_long_text(&buffer, report);
	text_append(&buffer, "\n");
	return buffer.data;
}
