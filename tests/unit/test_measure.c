/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/measure.h"

static void labels_fit_every_scheduler(void **state)
{
	(void)state;
	for (enum measure_name name = 0; name < MEASURE_COUNT; name++) {
		const char *label = measure_label(name);

		assert_non_null(label);
		assert_true(*label != 0);
		if (label[strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789_")] != 0)
			fail_msg("label '%s'", label);
		assert_true(strlen(label) <= 19);
	}
}

static void labels_are_unique(void **state)
{
	(void)state;
	for (enum measure_name one = 0; one < MEASURE_COUNT; one++)
		for (enum measure_name other = one + 1; other < MEASURE_COUNT; other++)
			if (strcmp(measure_label(one), measure_label(other)) == 0)
				fail_msg("label '%s' twice", measure_label(one));
}

static void help_is_one_line(void **state)
{
	(void)state;
	for (enum measure_name name = 0; name < MEASURE_COUNT; name++) {
		const char *help = measure_help(name);

		assert_non_null(help);
		assert_true(*help != 0);
		if (strpbrk(help, "\n\r\\\"") != NULL)
			fail_msg("help of '%s'", measure_label(name));
	}
}

static void units_are_those_that_everybody_reads(void **state)
{
	(void)state;
	assert_string_equal(unit_symbol(UNIT_NONE), "");
	assert_string_equal(unit_symbol(UNIT_SECONDS), "s");
	assert_string_equal(unit_symbol(UNIT_BYTES), "B");
	assert_string_equal(unit_symbol(UNIT_PERCENT), "%");
	assert_string_equal(unit_symbol(UNIT_COUNTER), "c");
}

static void names_of_the_interface(void **state)
{
	static const struct {
		enum measure_name name;
		const char *label;
		enum measure_unit unit;
	} rows[] = {
		{MEASURE_TIME, "time", UNIT_SECONDS},
		{MEASURE_TIME_RESOLVE, "time_resolve", UNIT_SECONDS},
		{MEASURE_TIME_CONNECT, "time_connect", UNIT_SECONDS},
		{MEASURE_TIME_TLS, "time_tls", UNIT_SECONDS},
		{MEASURE_TIME_WAIT, "time_wait", UNIT_SECONDS},
		{MEASURE_TIME_TRANSFER, "time_transfer", UNIT_SECONDS},
		{MEASURE_REMAINING, "remaining", UNIT_SECONDS},
		{MEASURE_USED, "used", UNIT_PERCENT},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_row_text(rows[i].label, measure_label(rows[i].name), rows[i].label);
		assert_row_int(rows[i].label, measure_unit(rows[i].name), rows[i].unit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_fit_every_scheduler), cmocka_unit_test(labels_are_unique),
		cmocka_unit_test(help_is_one_line),           cmocka_unit_test(units_are_those_that_everybody_reads),
		cmocka_unit_test(names_of_the_interface),
	};

	return RUN_TESTS(tests);
}
