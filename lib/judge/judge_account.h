/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Will the service account still log on? (facts: ad.md, chapter 10) */
#ifndef JUDGE_JUDGE_ACCOUNT_H
#define JUDGE_JUDGE_ACCOUNT_H

#include "core/finding.h"
#include "core/lifetime.h"
#include "judge/account_survey.h"
#include "judge/judge_directory.h"

struct account_policy {
	struct directory_policy directory; /* its now is that of every verdict */
	struct lifetime_policy lifetime;   /* what must be left of the password and of the account */
};

/*
 * The findings "directory" and "account", with one child for each thing that can keep the account from logging on. What
 * has no date (disabled, locked, groups) is judged as the directory has it, whatever now is. Attributes that did not
 * come are one finding, UNKNOWN; everything else is judged all the same. Adds facts and the summary.
 */
void judge_account(const struct account_survey *survey, const struct account_policy *policy, struct findings *findings);

#endif
