/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PROBE_PROBE_TEMPLATE_SURVEY_H
#define PROBE_PROBE_TEMPLATE_SURVEY_H

#include "core/plugin.h"
#include "judge/template_survey.h"
#include "net/directory_options.h"

struct template_questions {
	struct text_list templates; /* cn or display name */
	const char *account;        /* name, DN or SID */
	bool posture;               /* issuance policies are needed too */
	struct text_list allow;     /* names that may have a domain in front */
};

/*
 * Asks a domain controller, in two turns after the rootDSE: account, templates, CAs, NTAuthCertificates (and policies);
 * then the account's groups, templates that were not seen, and names for SIDs. Never fails: the facts say what came.
 */
const struct template_survey *probe_template_survey(struct run *run, const struct directory_options *options,
						    const struct template_questions *questions);

#endif
