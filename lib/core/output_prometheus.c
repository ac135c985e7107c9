/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text for node-exporter's textfile collector: one HELP per metric, the same in every plugin; no timestamps; a final
 * newline (a file that breaks a rule is lost as a whole).
 */
#include <string.h>

#include "core/report.h"

static const char *quoted(struct arena *arena, const char *text)
{
	struct text_buffer buffer = {.arena = arena};

	for (const char *safe = text_foreign(arena, text, strlen(text), TEXT_FOREIGN_MAX); *safe != 0; safe++)
		text_append(&buffer, *safe == '"' ? "\\%c" : "%c", *safe);
	return text_of(&buffer);
}

static void append_help(struct text_buffer *buffer, const char *metric, const char *help)
{
	text_append(buffer, "# HELP %s %s\n# TYPE %s gauge\n", metric, help, metric);
}

/* key: NULL for none. */
static void append_series(struct text_buffer *buffer, const char *metric, const struct report *report, const char *key,
			  const char *value_of_key, const char *value)
{
	struct arena *arena = buffer->arena;

	text_append(buffer, "%s{plugin=\"%s\",target=\"%s\"", metric, report->plugin, quoted(arena, report->target));
	if (key != NULL)
		text_append(buffer, ",%s=\"%s\"", key, quoted(arena, value_of_key));
	text_append(buffer, "} %s\n", value);
}

static const char *metric_name(enum measure_name name, struct arena *arena)
{
	static const char *const suffixes[] = {
		[UNIT_NONE] = "",          [UNIT_SECONDS] = "_seconds", [UNIT_BYTES] = "_bytes",
		[UNIT_PERCENT] = "_ratio", [UNIT_COUNTER] = "_total",
	};

	return text_format(arena, "mscep_%s%s", measure_label(name), suffixes[measure_unit(name)]);
}

static const char *metric_value(const struct measure *measure, struct arena *arena)
{
	double scale = measure_unit(measure->name) == UNIT_PERCENT ? 0.01 : 1;

	return text_number(arena, measure->value * scale);
}

static void append_measures(struct text_buffer *buffer, const struct report *report, enum measure_name name)
{
	const char *metric = metric_name(name, buffer->arena);
	bool helped = false;

	for (const struct finding *finding = report->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next) {
			if (measure->name != name)
				continue;
			if (!helped)
				append_help(buffer, metric, measure_help(name));
			helped = true;
			append_series(buffer, metric, report, measure->object != NULL ? "object" : NULL,
				      measure->object, metric_value(measure, buffer->arena));
		}
}

static void append_not_after(struct text_buffer *buffer, const struct report *report)
{
	static const char metric[] = "mscep_not_after_timestamp_seconds";
	bool helped = false;

	for (const struct finding *finding = report->findings->roots; finding != NULL;
	     finding = finding_following(finding)) {
		if (!finding->has_not_after)
			continue;
		if (!helped)
			append_help(buffer, metric, "When the object expires.");
		helped = true;
		append_series(buffer, metric, report, "id", finding->id,
			      text_number(buffer->arena, (double)finding->not_after));
	}
}

static void append_states(struct text_buffer *buffer, const struct report *report)
{
	static const char metric[] = "mscep_finding_state";

	append_help(buffer, metric, "State of one finding: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.");
	for (const struct finding *finding = report->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		append_series(buffer, metric, report, "id", finding->id,
			      text_number(buffer->arena, finding_status(finding)));
}

char *output_prometheus(const struct report *report, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	append_help(&buffer, "mscep_check_state", "State of the check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.");
	append_series(&buffer, "mscep_check_state", report, NULL, NULL, text_number(arena, report->status));
	append_states(&buffer, report);
	append_not_after(&buffer, report);
	for (enum measure_name name = 0; name < MEASURE_COUNT; name++)
		append_measures(&buffer, report, name);
	append_help(&buffer, "mscep_last_run_timestamp_seconds", "When the check ran; alert on its age.");
	append_series(&buffer, "mscep_last_run_timestamp_seconds", report, NULL, NULL,
		      text_number(arena, (double)report->time));
	return buffer.data;
}
