/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/report.h"

#include <string.h>

enum { SUMMARY_MAX = 600 };

const char *report_place(const struct finding *finding, struct arena *arena)
{
	if (finding->parent == NULL)
		return finding->subject;
	return text_format(arena, "%s, %s", report_place(finding->parent, arena), finding->subject);
}

static const char *worst_sentence(const struct finding *worst, size_t count, struct arena *arena)
{
	const char *sentence = text_format(arena, "%s: %s", report_place(worst, arena), worst->sentence);

	sentence = text_foreign(arena, sentence, strlen(sentence), SUMMARY_MAX);
	return count < 2 ? sentence : text_format(arena, "%s (and %zu more)", sentence, count - 1);
}

const char *report_summary(const struct report *report, struct arena *arena)
{
	size_t count = 0;
	const struct finding *worst = findings_worst(report->findings, &count);

	if (worst == NULL)
		return "nothing was checked";
	if (worst->status != STATUS_OK)
		return worst_sentence(worst, count, arena);
	if (report->findings->late != NULL)
		return worst_sentence(report->findings->late, 1, arena);
	if (report->findings->summary != NULL)
		return text_foreign(arena, report->findings->summary, strlen(report->findings->summary), SUMMARY_MAX);
	return worst_sentence(worst, 1, arena);
}

char *report_render(const struct report *report, enum output_format format, struct arena *arena)
{
	switch (format) {
	case OUTPUT_JSON:
		return output_json(report, arena);
	case OUTPUT_PROMETHEUS:
		return output_prometheus(report, arena);
	case OUTPUT_CHECKMK:
		return output_checkmk(report, arena);
	case OUTPUT_NAGIOS:
		break;
	}
	return output_nagios(report, arena);
}
