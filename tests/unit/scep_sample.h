/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A healthy NDES as facts, for the judges' tests. */
#ifndef SCEP_SAMPLE_H
#define SCEP_SAMPLE_H

#include "http_sample.h"

#include "judge/judge_scep_endpoint.h"

static const char sample_words[] = "POSTPKIOperation\nRenewal\nSHA-512\nSHA-256\nSHA-1\nDES3\n";

static inline struct scep_endpoint sample_facts(struct arena *arena)
{
	struct scep_endpoint facts = {
		.endpoint = &sample_endpoint,
		.capabilities_answer = sample_body(200, "Microsoft-IIS/10.0", sample_words),
		.certificates_answer = sample_status(200, "Microsoft-IIS/10.0"),
		.certificates = {.count = 3},
		.admin_url = "http://ndes.example/certsrv/mscep_admin/",
	};

	facts.certificates_answer.length = 3567;
	facts.certificates_answer.content_type = "application/x-x509-ca-ra-cert";
	facts.capabilities_wrong =
		scep_capabilities_parse(sample_words, sizeof sample_words - 1, arena, &facts.capabilities);
	return facts;
}

static inline struct scep_policy sample_scep_policy(void)
{
	return (struct scep_policy){
		.http = sample_policy,
		.tls = {LIFETIME_DAYS(30), LIFETIME_DAYS(14)},
		.long_url = 16,
	};
}

static inline struct findings *judged(struct arena *arena, const struct scep_endpoint *facts,
				      const struct scep_policy *policy)
{
	struct findings *findings = findings_create(arena);

	judge_scep_endpoint(facts, 0, policy, findings);
	return findings;
}

/* The finding with that id; NULL if there is none. */
static inline const struct finding *finding_of(const struct findings *findings, const char *id)
{
	const struct finding *finding = findings->roots;

	while (finding != NULL && strcmp(finding->id, id) != 0)
		finding = finding_following(finding);
	return finding;
}

static inline void assert_finding(const struct findings *findings, const char *row, const char *id, enum status status,
				  enum cause cause)
{
	const struct finding *finding = finding_of(findings, id);

	if (finding == NULL)
		fail_msg("'%s': no finding '%s'", row, id);
	assert_row_text(row, status_name(finding->status), status_name(status));
	assert_row_text(row, cause_id(finding->cause), cause_id(cause));
}

static inline const struct measure *measure_of(const struct findings *findings, const char *label)
{
	for (const struct finding *finding = findings->roots; finding != NULL; finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
			if (strcmp(measure->label, label) == 0)
				return measure;
	return NULL;
}

#endif
