/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished run as the renderers see it. They are pure: a report in, a text in the arena out. */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

#include <stdint.h>

#include "core/finding.h"

/* The words are those of the formats, in their order. */
enum output_format { OUTPUT_NAGIOS, OUTPUT_JSON, OUTPUT_PROMETHEUS, OUTPUT_CHECKMK };
#define OUTPUT_FORMATS "nagios|json|prometheus|checkmk"

struct report {
	const char *plugin, *label, *version, *target;
	int64_t time;    /* epoch of the start: the clock's, not --at's */
	double duration; /* seconds */
	enum status status;
	int exit_code; /* differs from status under --exit-ok */
	unsigned verbosity;
	const struct findings *findings;
};

/* The sentence of the first line: what is worst, or what was found. */
const char *report_summary(const struct report *report, struct arena *arena);

/* A finding's subject with those of its parents in front. */
const char *report_place(const struct finding *finding, struct arena *arena);

char *report_render(const struct report *report, enum output_format format, struct arena *arena);

char *output_nagios(const struct report *report, struct arena *arena);
char *output_json(const struct report *report, struct arena *arena);
char *output_prometheus(const struct report *report, struct arena *arena);
char *output_checkmk(const struct report *report, struct arena *arena);

/* "label=value[UOM];warn;crit;min;max ..." of the whole run; "" if nothing was measured. */
const char *output_perfdata(const struct report *report, struct arena *arena);

#endif
