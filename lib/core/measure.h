/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names of everything that is measured: one table for perfdata labels, units, Prometheus metrics and their HELP
 * texts (which must be the same in every plugin, or node-exporter drops series).
 */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include <stdbool.h>

#include "core/arena.h"

enum measure_unit { UNIT_NONE, UNIT_SECONDS, UNIT_BYTES, UNIT_PERCENT, UNIT_COUNTER };

/* MEASURE(symbol, label, unit, help) */
#define MEASURE_TABLE(MEASURE) \
	MEASURE(TIME, "time", UNIT_SECONDS, "Time that it took.") \
	MEASURE(TIME_RESOLVE, "time_resolve", UNIT_SECONDS, "Time to resolve the name.") \
	MEASURE(TIME_CONNECT, "time_connect", UNIT_SECONDS, "Time to connect.") \
	MEASURE(TIME_TLS, "time_tls", UNIT_SECONDS, "Time for the TLS handshake.") \
	MEASURE(TIME_WAIT, "time_wait", UNIT_SECONDS, "Time from the request to the first byte of the answer.") \
	MEASURE(TIME_TRANSFER, "time_transfer", UNIT_SECONDS, "Time from the first to the last byte of the answer.") \
	MEASURE(REMAINING, "remaining", UNIT_SECONDS, "Time until the object expires; negative afterwards.") \
	MEASURE(USED, "used", UNIT_PERCENT, "Share of the object's lifetime that is over.") \
	/* --- revocation lists --- */ \
	MEASURE(SIZE, "size", UNIT_BYTES, "Size of the object.") \
	MEASURE(NUMBER, "number", UNIT_NONE, "Number of the revocation list.") \
	MEASURE(ENTRIES, "entries", UNIT_NONE, "Entries of the revocation list.") \
	/* --- clocks --- */ \
	MEASURE(SPREAD, "spread", UNIT_SECONDS, "How far the clocks are apart.") \
	MEASURE(OFFSET, "offset", UNIT_SECONDS, "How far the clock is ahead of this host's; negative: behind.") \
	MEASURE(ERROR, "error", UNIT_SECONDS, "The offset is known to this much more or less.") \
	MEASURE(RTT, "rtt", UNIT_SECONDS, "Shortest time from a question to its answer.")

#define MEASURE_SYMBOL(symbol, label, unit, help) MEASURE_##symbol,
enum measure_name { MEASURE_TABLE(MEASURE_SYMBOL) MEASURE_COUNT };
#undef MEASURE_SYMBOL

struct measure {
	enum measure_name name;
	const char *object; /* NULL: the run itself */
	const char *label;  /* perfdata label, [a-z0-9_]+ */
	double value;
	const char *warning, *critical; /* range text, or NULL */
	double minimum, maximum;
	bool has_minimum, has_maximum;
	struct measure *next;
};

const char *measure_label(enum measure_name name);
enum measure_unit measure_unit(enum measure_name name);
const char *measure_help(enum measure_name name);

/* The unit as perfdata prints it: s, B, %, c or nothing. */
const char *unit_symbol(enum measure_unit unit);

#endif
