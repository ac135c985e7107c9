/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The causes of a failing enrolment: one table (causes.def) for what the plugins print and for mscep-causes(7).
 */
#ifndef CORE_CAUSES_H
#define CORE_CAUSES_H

#define CAUSE(symbol, id, looks, why, remedy) CAUSE_##symbol,
enum cause {
	CAUSE_NONE,
#include "core/causes.def"
	CAUSE_COUNT
};
#undef CAUSE

/* "NDES-POOL-STOPPED"; NULL for CAUSE_NONE, as all of these. */
const char *cause_id(enum cause cause);
/* How it shows from outside. */
const char *cause_looks(enum cause cause);
/* Why it happens. */
const char *cause_why(enum cause cause);
/* What to do, in one sentence without a final stop. */
const char *cause_remedy(enum cause cause);

#endif
