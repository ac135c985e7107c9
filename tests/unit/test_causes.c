/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include <jansson.h>

#include "core/causes.h"
#include "core/causes_dump.h"

static void no_cause_has_no_words(void **state)
{
	(void)state;
	assert_null(cause_id(CAUSE_NONE));
	assert_null(cause_looks(CAUSE_NONE));
	assert_null(cause_why(CAUSE_NONE));
	assert_null(cause_remedy(CAUSE_NONE));
}

static void ids_are_of_capitals_digits_and_dashes(void **state)
{
	(void)state;
	for (enum cause cause = CAUSE_NONE + 1; cause < CAUSE_COUNT; cause++) {
		const char *id = cause_id(cause);

		assert_non_null(id);
		assert_true(*id != 0);
		if (id[strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] != 0)
			fail_msg("id '%s'", id);
	}
}

static void ids_are_unique(void **state)
{
	(void)state;
	for (enum cause one = CAUSE_NONE + 1; one < CAUSE_COUNT; one++)
		for (enum cause other = one + 1; other < CAUSE_COUNT; other++)
			if (strcmp(cause_id(one), cause_id(other)) == 0)
				fail_msg("id '%s' twice", cause_id(one));
}

static void assert_fit(const char *id, const char *field, const char *text)
{
	if (text == NULL || *text == 0)
		fail_msg("%s: no %s", id, field);
	if (strpbrk(text, "|<>\\\n\t") != NULL)
		fail_msg("%s: %s has '%c'", id, field, *strpbrk(text, "|<>\\\n\t"));
	for (const char *at = text; *at != 0; at++)
		if (*at < ' ' || *at > '~')
			fail_msg("%s: %s has the byte %02X", id, field, (unsigned char)*at);
	if (*text == ' ' || text[strlen(text) - 1] == ' ' || strstr(text, "  ") != NULL)
		fail_msg("%s: %s has a blank too many", id, field);
}

static void texts_are_fit_to_print(void **state)
{
	(void)state;
	for (enum cause cause = CAUSE_NONE + 1; cause < CAUSE_COUNT; cause++) {
		assert_fit(cause_id(cause), "looks", cause_looks(cause));
		assert_fit(cause_id(cause), "why", cause_why(cause));
		assert_fit(cause_id(cause), "remedy", cause_remedy(cause));
	}
}

static void a_remedy_has_no_final_stop(void **state)
{
	(void)state;
	for (enum cause cause = CAUSE_NONE + 1; cause < CAUSE_COUNT; cause++) {
		const char *remedy = cause_remedy(cause);

		if (strchr(".,;:", remedy[strlen(remedy) - 1]) != NULL)
			fail_msg("%s: remedy ends with '%c'", cause_id(cause), remedy[strlen(remedy) - 1]);
	}
}

static void the_dump_holds_all(void **state)
{
	json_t *root = json_loads(causes_dump(*state), 0, NULL);
	const json_t *rows = json_is_array(root) ? root : json_object_get(root, "causes");

	assert_non_null(root);
	assert_int_equal(json_array_size(rows), CAUSE_COUNT - 1);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		enum cause cause = (enum cause)(i + 1);

		assert_string_equal(json_string_value(json_object_get(row, "id")), cause_id(cause));
		assert_string_equal(json_string_value(json_object_get(row, "looks")), cause_looks(cause));
		assert_string_equal(json_string_value(json_object_get(row, "why")), cause_why(cause));
		assert_string_equal(json_string_value(json_object_get(row, "remedy")), cause_remedy(cause));
	}
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_cause_has_no_words),
		cmocka_unit_test(ids_are_of_capitals_digits_and_dashes),
		cmocka_unit_test(ids_are_unique),
		cmocka_unit_test(texts_are_fit_to_print),
		cmocka_unit_test(a_remedy_has_no_final_stop),
		TEST(the_dump_holds_all),
	};

	return RUN_TESTS(tests);
}
