/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of judge_account() share; for lib/judge/judge_account*.c only. */
#ifndef JUDGE_JUDGE_ACCOUNT_PARTS_H
#define JUDGE_JUDGE_ACCOUNT_PARTS_H

#include "judge/judge_account.h"

struct account_judgement {
	struct arena *arena;
	const struct account_survey *survey;
	const struct account *account;
	const struct account_policy *policy;
	int64_t now;
	struct finding *finding; /* of the account */
};

/* A managed service account's or computer's: nobody types it. */
bool account_password_is_automatic(const struct account *account);

/* "A, B, C and 2 more". */
const char *account_list_text(struct arena *arena, const struct text_list *list);

/* What Windows clients log where the account can't log on now: the application pool ends, and http.sys answers 503. */
void account_stops_pool(struct finding *finding);

/* --- judge_account_state.c: disabled, locked, the account's end --- */
void account_judge_state(const struct account_judgement *judgement);

/* --- judge_account_password.c --- */
void account_judge_password(const struct account_judgement *judgement);

/* "its password expires in 30 days (2026-12-22)" */
const char *account_password_summary(const struct account_judgement *judgement);

/* true: neither expiry nor flags tell when the password expires. */
bool account_password_is_hidden(const struct account *account);

/* true: limits in percent can't be compared without the day when the password was set. */
bool account_password_needs_age(const struct account_judgement *judgement);

/* The value came, and can't be read: that was said. */
bool account_is_faulty(const struct account *account, const char *name);

/* --- judge_account_logon.c: smart card, hours, workstations --- */
void account_judge_logon(const struct account_judgement *judgement);

/* The first labels of two names of hosts, the shorter one perhaps cut as computer accounts are. */
bool account_same_host(const char *one, const char *other);

/* --- judge_account_kerberos.c: service principal names, delegation, kinds of keys --- */
void account_judge_kerberos(const struct account_judgement *judgement);

/* --- judge_account_groups.c: least privilege --- */
void account_judge_groups(const struct account_judgement *judgement);

/* --- judge_account_managed.c: rotation of a gMSA's password, and who may read it --- */
void account_judge_managed(const struct account_judgement *judgement);

#endif
