/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must be left of a lifetime: 30d, 36h, 1w2d, 90m, 45s, 25% of the lifetime; a bare number is days, and 30: is
 * accepted for 30 days.
 */
#ifndef CORE_LIFETIME_H
#define CORE_LIFETIME_H

#include <stdbool.h>

#include "core/status.h"

struct lifetime_limit {
	double value; /* seconds, or percent of the lifetime */
	bool percent;
	bool given; /* by the user, not a default */
};

#define LIFETIME_DAYS(days) \
	{ \
		.value = (days)*86400.0 \
	}

struct lifetime_policy {
	struct lifetime_limit warning, critical;
};

/* Returns NULL or what is wrong. */
const char *lifetime_parse(const char *text, struct lifetime_limit *ret_limit);

/*
 * Makes a pair of limits agree: a default gives way to what the user gave. Returns NULL, or what is wrong where both
 * were given and warning is less strict than critical. Limits of two kinds (days and percent) can't be compared here.
 */
const char *lifetime_policy_settle(struct lifetime_policy *policy);

/*
 * The policy for an object that lives that many seconds, in seconds. Limits of two kinds are compared here: a default
 * gives way to what the user gave; where both were given, the warning comes no later than critical. Without a lifetime
 * (0 or less) limits in percent don't count.
 */
struct lifetime_policy lifetime_policy_of(const struct lifetime_policy *policy, double lifetime);

/* Seconds that must be left of a lifetime of that many seconds. */
double lifetime_limit_seconds(const struct lifetime_limit *limit, double lifetime);

/* The state of an object of which remaining seconds are left: alerts below the limit, and from the end on always. */
enum status lifetime_judge(const struct lifetime_policy *policy, double lifetime, double remaining);

#endif
