/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports for the renderers' tests. */
#ifndef SAMPLE_REPORT_H
#define SAMPLE_REPORT_H

#include "suite.h"

#include "core/report.h"

static inline struct report sample_report(struct findings *findings)
{
	return (struct report){
		.plugin = "check_x",
		.label = "LABEL",
		.version = "0.1.0",
		.target = "http://ndes.example/x",
		.time = 1800000000,
		.duration = 0.25,
		.status = findings_status(findings),
		.exit_code = (int)findings_status(findings),
		.findings = findings,
	};
}

/* One of each: a critical child with a Windows event, a warning, an OK finding with perfdata and a lifetime. */
static inline struct findings *sample_findings(struct arena *arena)
{
	static const struct lifetime_policy policy = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)};
	struct findings *findings = findings_create(arena);
	struct finding *good = finding_add(findings, "good", "good thing");
	struct finding *warning = finding_add(findings, "slow", "slow thing");
	struct finding *endpoint = finding_add(findings, "endpoint", "http://ndes.example/x");
	struct finding *child = finding_add_child(endpoint, "getcacaps", "GetCACaps");

	finding_set(good, STATUS_OK, CAUSE_NONE, "expires in 50 days");
	finding_measure_lifetime(good, "ca", 1800000000 - 50 * 86400, 1800000000 + 50 * 86400, 1800000000, &policy);
	finding_set(warning, STATUS_WARNING, CAUSE_SCEP_SLOW, "3 s");
	finding_measure(warning, NULL, MEASURE_TIME, 3.0312);
	finding_set(child, STATUS_CRITICAL, CAUSE_NDES_POOL_STOPPED, "HTTP 503");
	finding_windows(child, 86, "GetCACaps", 0x801901F7);
	finding_note(child, 0, "a note for all");
	finding_note(child, 2, "a note for -v -v");
	return findings;
}

/* count findings of one state, each with a sentence of length characters. */
static inline struct findings *many_findings(struct arena *arena, size_t count, size_t length, enum status status)
{
	struct findings *findings = findings_create(arena);
	char *sentence = arena_allocate(arena, length + 1);

	memset(sentence, 'x', length);
	for (size_t i = 0; i < count; i++) {
		struct finding *finding =
			finding_add(findings, text_format(arena, "finding%zu", i), text_format(arena, "thing %zu", i));

		finding_set(finding, status, status != STATUS_OK ? CAUSE_NET_DNS : CAUSE_NONE, "%s", sentence);
		finding_measure(finding, text_format(arena, "thing%zu", i), MEASURE_TIME, (double)i);
	}
	return findings;
}

#endif
