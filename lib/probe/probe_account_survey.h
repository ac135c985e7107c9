/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a domain controller everything about one service account. */
#ifndef PROBE_PROBE_ACCOUNT_SURVEY_H
#define PROBE_PROBE_ACCOUNT_SURVEY_H

#include "core/plugin.h"
#include "judge/account_survey.h"
#include "net/directory_options.h"

/* Never fails: what went wrong is in the survey. The watched account's password is neither needed nor tried. */
struct account_survey probe_account_survey(const struct run *run, const struct directory_options *options,
					   const struct account_questions *questions);

#endif
