/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JUDGE_JUDGE_DIRECTORY_H
#define JUDGE_JUDGE_DIRECTORY_H

#include "core/finding.h"
#include "core/lifetime.h"
#include "judge/directory.h"

struct directory_policy {
	enum status timeout_status; /* of what was not answered in time */
	struct lifetime_policy tls; /* what must be left of the domain controller's certificate */
	int64_t now;
};

/*
 * The finding "directory": the way there, and below it the domain controller's certificate. Returns true if questions
 * can be asked there: connected, logged in, and it is an Active Directory. Of a silent directory it says what was not
 * answered in time, with the state of the time limit, and makes that the summary.
 */
bool judge_directory(const struct directory *directory, const struct directory_policy *policy,
		     struct findings *findings);

/*
 * Why a question got no answer. Sets the finding: the state of the time limit, CRITICAL for a lost connection, else
 * UNKNOWN. what: "the templates".
 */
void judge_reply(const struct ldap_reply *reply, const struct directory *directory,
		 const struct directory_policy *policy, const char *what, struct finding *finding);

/*
 * An account that was not found, or not alone: sets the finding and returns false. True: it was found.
 */
bool judge_account_search(const struct account_search *search, const struct directory *directory,
			  const struct directory_policy *policy, struct finding *finding);

#endif
