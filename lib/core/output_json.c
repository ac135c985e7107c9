/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One object, valid on every path, under 60 kB: perfdata of single checks and repeated remedies give way first, then OK
 * checks without an end of life, then the least bad ones without one; the flat list of perfdata stays, and facts nearly
 * always. "omitted" counts the checks that are missing: it is there as soon as anything gave way.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/cleanup.h"
#include "core/report.h"

enum { SIZE_MAX_JSON = 60000, CHECKS_MAX = 4096 };

enum remedies { REMEDY_EACH, REMEDY_ONCE, REMEDY_NONE };

/* How much of the checks is told. */
struct detail {
	bool measures; /* per check too */
	enum remedies remedies;
	bool remedied[CAUSE_COUNT];
	size_t unimportant; /* OK checks without an end of life that may still be told */
	bool ends;          /* all checks with an end of life, and the facts */
	size_t left;        /* checks that may still be told */
	size_t omitted;
	struct arena *arena;
};

DEFINE_AUTOFREE(json_t, json_decref)
DEFINE_AUTOFREE(char, free)

static json_t *number(double value)
{
	return value == floor(value) && fabs(value) < 1e15 ? json_integer((json_int_t)value) : json_real(value);
}

static void set_text(json_t *object, const char *key, const char *value)
{
	if (value != NULL && *value != 0)
		json_object_set_new(object, key, json_string(value));
}

static json_t *measure_object(const struct measure *measure)
{
	json_t *object = json_object();

	set_text(object, "label", measure->label);
	json_object_set_new(object, "value", number(round(measure->value * 1e6) / 1e6));
	json_object_set_new(object, "uom", json_string(unit_symbol(measure_unit(measure->name))));
	set_text(object, "warn", measure->warning);
	set_text(object, "crit", measure->critical);
	if (measure->has_minimum)
		json_object_set_new(object, "min", number(measure->minimum));
	if (measure->has_maximum)
		json_object_set_new(object, "max", number(measure->maximum));
	return object;
}

static void append_measures(json_t *array, const struct finding *finding)
{
	for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
		json_array_append_new(array, measure_object(measure));
}

static json_t *checks_array(const struct finding *first, struct detail *detail);

static json_t *finding_object(const struct finding *finding, struct detail *detail)
{
	json_t *object = json_object(), *measures = json_array();
	struct arena *arena = detail->arena;

	set_text(object, "id", finding->id);
	set_text(object, "state", status_name(finding_status(finding)));
	set_text(object, "output",
		 text_format(arena, *finding->sentence != 0 ? "%s: %s" : "%s%s", finding->subject, finding->sentence));
	set_text(object, "cause", cause_id(finding->cause));
	if (finding->windows.code != 0)
		set_text(object, "windows_error", text_format(arena, "0x%08X", (unsigned)finding->windows.code));
	if (detail->remedies == REMEDY_EACH || (detail->remedies == REMEDY_ONCE && !detail->remedied[finding->cause]))
		set_text(object, "remedy", cause_remedy(finding->cause));
	detail->remedied[finding->cause] = true;
	if (finding->has_not_after)
		json_object_set_new(object, "not_after", json_integer(finding->not_after));
	if (detail->measures)
		append_measures(measures, finding);
	json_object_set_new(object, "perfdata", measures);
	json_object_set_new(object, "checks", checks_array(finding->children, detail));
	return object;
}

static bool is_told(const struct finding *finding, struct detail *detail)
{
	bool important = finding_status(finding) != STATUS_OK || finding->parent == NULL;

	if (finding->has_not_after && detail->ends)
		return true;
	if ((important || detail->unimportant > 0) && detail->left > 0) {
		detail->unimportant -= important ? 0 : 1;
		detail->left--;
		return true;
	}
	detail->omitted++;
	return false;
}

static json_t *checks_array(const struct finding *first, struct detail *detail)
{
	json_t *array = json_array();

	for (int severity = 3; severity >= 0; severity--)
		for (const struct finding *finding = first; finding != NULL; finding = finding->next)
			if (status_severity(finding_status(finding)) == severity && is_told(finding, detail))
				json_array_append_new(array, finding_object(finding, detail));
	return array;
}

static json_t *facts_object(const struct findings *findings)
{
	json_t *object = json_object();

	for (const struct fact *fact = findings->facts; fact != NULL; fact = fact->next) {
		json_t *value = fact->kind == FACT_TEXT ? json_string(fact->text) : NULL;

		if (fact->kind == FACT_NUMBER)
			value = number(fact->number);
		if (fact->kind == FACT_LIST) {
			value = json_array();
			for (size_t i = 0; i < fact->list.count; i++)
				json_array_append_new(value, json_string(fact->list.items[i]));
		}
		json_object_set_new(object, fact->key, value);
	}
	return object;
}

static json_t *report_object(const struct report *report, struct detail detail)
{
	json_t *object = json_object(), *measures = json_array();

	json_object_set_new(object, "schema", json_integer(1));
	set_text(object, "plugin", report->plugin);
	set_text(object, "version", report->version);
	json_object_set_new(object, "target", json_string(report->target));
	json_object_set_new(object, "time", json_integer(report->time));
	json_object_set_new(object, "duration_s", number(round(report->duration * 1e6) / 1e6));
	set_text(object, "state", status_name(report->status));
	json_object_set_new(object, "exit_code", json_integer(report->exit_code));
	set_text(object, "summary", report_summary(report, detail.arena));
	json_object_set_new(object, "checks", checks_array(report->findings->roots, &detail));
	if (detail.omitted != 0 || !detail.measures)
		json_object_set_new(object, "omitted", number((double)detail.omitted));
	for (const struct finding *finding = report->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		append_measures(measures, finding);
	json_object_set_new(object, "perfdata", measures);
	json_object_set_new(object, "facts", detail.ends ? facts_object(report->findings) : json_object());
	return object;
}

/* The next smaller amount; false if there is none. */
static bool tell_less(struct detail *detail)
{
	if (detail->measures) {
		detail->measures = false;
		detail->remedies = REMEDY_ONCE;
	} else if (detail->remedies == REMEDY_ONCE) {
		detail->remedies = REMEDY_NONE;
	} else if (detail->unimportant > 0) {
		detail->unimportant /= 2;
	} else if (detail->left > 1) {
		detail->left /= 2;
	} else if (detail->ends) {
		detail->ends = false;
	} else {
		detail->left = 0;
	}
	return detail->left > 0;
}

char *output_json(const struct report *report, struct arena *arena)
{
	struct detail detail = {
		.measures = true,
		.unimportant = CHECKS_MAX,
		.ends = true,
		.left = CHECKS_MAX,
		.arena = arena,
	};

	for (;;) {
		autofree(json_t) *object = report_object(report, detail);
		autofree(char) *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(12));

		if (text == NULL)
			arena_exhausted(arena);
		if (strlen(text) < SIZE_MAX_JSON || !tell_less(&detail))
			return text_format(arena, "%s\n", text);
	}
}
