/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/causes.h"

#include <stddef.h>

struct cause_row {
	const char *id, *looks, *why, *remedy;
};

static const struct cause_row *row_of(enum cause cause)
{
	static const struct cause_row rows[] = {
		[CAUSE_NONE] = {NULL, NULL, NULL, NULL},
#define CAUSE(symbol, id, looks, why, remedy) [CAUSE_##symbol] = {id, looks, why, remedy},
#include "core/causes.def"
#undef CAUSE
	};

	return &rows[cause];
}

const char *cause_id(enum cause cause)
{
	return row_of(cause)->id;
}

const char *cause_looks(enum cause cause)
{
	return row_of(cause)->looks;
}

const char *cause_why(enum cause cause)
{
	return row_of(cause)->why;
}

const char *cause_remedy(enum cause cause)
{
	return row_of(cause)->remedy;
}
