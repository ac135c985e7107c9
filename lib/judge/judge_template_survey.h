/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May the account enroll, and would the templates work by SCEP (facts: ad.md, chapters 3, 7, 8, 9)? */
#ifndef JUDGE_JUDGE_TEMPLATE_SURVEY_H
#define JUDGE_JUDGE_TEMPLATE_SURVEY_H

#include "core/finding.h"
#include "judge/judge_directory.h"
#include "judge/template_survey.h"

enum template_purpose {
	PURPOSE_DEVICE,
	PURPOSE_RA_SIGNING,
	PURPOSE_RA_ENCRYPTION,
	PURPOSE_NONE, /* permission and publication only */
};

enum required_right { REQUIRE_READ = 1, REQUIRE_ENROLL = 2, REQUIRE_AUTOENROLL = 4 };

struct template_policy {
	struct directory_policy directory;
	enum template_purpose purpose;
	unsigned rights;                 /* enum required_right */
	struct text_list required_usage; /* OIDs */
	const char *ca;                  /* name of the CA that must publish the templates; NULL: any */
	bool posture, explain;
	struct text_list allow; /* names or SIDs that may enroll or write besides the expected ones */
};

void judge_template_survey(const struct template_survey *survey, const struct template_policy *policy,
			   struct findings *findings);

#endif
