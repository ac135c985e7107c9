/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/measure.h"

static const struct {
	const char *label;
	enum measure_unit unit;
	const char *help;
} measures[] = {
#define MEASURE_ROW(symbol, label, unit, help) [MEASURE_##symbol] = {label, unit, help},
	MEASURE_TABLE(MEASURE_ROW)
#undef MEASURE_ROW
};

const char *measure_label(enum measure_name name)
{
	return measures[name].label;
}

enum measure_unit measure_unit(enum measure_name name)
{
	return measures[name].unit;
}

const char *measure_help(enum measure_name name)
{
	return measures[name].help;
}

const char *unit_symbol(enum measure_unit unit)
{
	static const char *const symbols[] = {
		[UNIT_NONE] = "", [UNIT_SECONDS] = "s", [UNIT_BYTES] = "B", [UNIT_PERCENT] = "%", [UNIT_COUNTER] = "c",
	};

	return symbols[unit];
}
