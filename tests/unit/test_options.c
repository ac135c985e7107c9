/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options_sample.h"

#include <jansson.h>

static void every_kind_is_read(void **state)
{
	struct config config;

	assert_null(PARSE(&config, "-f", "-v", "-x", "words", "--whole=7", "-p", "8080", "--word=Warning"));
	assert_true(config.flag);
	assert_int_equal(config.tally.times, 1);
	assert_string_equal(config.text, "words");
	assert_int_equal(config.whole, 7);
	assert_int_equal(config.port, 8080);
	assert_int_equal(config.word, 2);
	assert_null(PARSE(&config, "-w", "10:20", "-c", "25%", "--timeout", "7:unknown", "--at=+1d", "-4"));
	assert_true(config.range.given && config.range.start == 10 && config.range.end == 20);
	assert_true(config.lifetime.given && config.lifetime.percent && config.lifetime.value == 25);
	assert_true(config.limit.seconds == 7);
	assert_int_equal(config.limit.status, STATUS_UNKNOWN);
	assert_true(config.moment.relative && config.moment.seconds == 86400);
	assert_true(second.other);
}

static void nothing_is_read_from_nothing(void **state)
{
	struct config config;

	assert_null(parse_from(*state, &config, typed, (char *[]){NULL}));
	assert_null(config.text);
	assert_int_equal(config.word, -1);
	assert_int_equal(config.list.count, 0);
}

static void every_way_to_write_a_value(void **state)
{
	struct config config;

	assert_null(PARSE(&config, "-xwords"));
	assert_string_equal(config.text, "words");
	assert_null(PARSE(&config, "-x", "words"));
	assert_string_equal(config.text, "words");
	assert_null(PARSE(&config, "--text=words"));
	assert_string_equal(config.text, "words");
	assert_null(PARSE(&config, "--text", "words"));
	assert_string_equal(config.text, "words");
	assert_null(PARSE(&config, "--text=a=b"));
	assert_string_equal(config.text, "a=b");
	assert_null(PARSE(&config, "-fvxwords"));
	assert_true(config.flag && config.tally.times == 1);
	assert_string_equal(config.text, "words");
	assert_null(PARSE(&config, "--warning", "-5:5"));
	assert_true(config.range.start == -5);
}

static void repeating_counts_collects_or_replaces(void **state)
{
	struct config config;

	assert_null(PARSE(&config, "-v", "-v", "--verbose"));
	assert_int_equal(config.tally.times, 3);
	assert_null(PARSE(&config, "-vvv"));
	assert_int_equal(config.tally.times, 3);
	assert_null(PARSE(&config, "-l", "one", "--list=two", "-lthree"));
	assert_int_equal(config.list.count, 3);
	assert_string_equal(config.list.items[0], "one");
	assert_string_equal(config.list.items[1], "two");
	assert_string_equal(config.list.items[2], "three");
	assert_null(PARSE(&config, "-x", "one", "-x", "two"));
	assert_string_equal(config.text, "two");
}

static void optional_values(void **state)
{
	struct config config;

	assert_null(PARSE(&config, "--admin"));
	assert_string_equal(config.optional, "auto");
	assert_null(PARSE(&config, "--admin=/x"));
	assert_string_equal(config.optional, "/x");
	assert_non_null(PARSE(&config, "--admin", "/x"));
	assert_non_null(PARSE(&config, "--admin="));
}

static void borders_are_accepted(void **state)
{
	struct config config;

	assert_null(PARSE(&config, "--whole=1", "--port=1"));
	assert_null(PARSE(&config, "--whole=256", "--port=65535", "--word=FOLLOW"));
	assert_int_equal(config.whole, 256);
	assert_int_equal(config.port, 65535);
	assert_int_equal(config.word, 0);
	assert_null(PARSE(&config, "--"));
}

static void rows_are_found_by_their_whole_name(void **state)
{
	struct config config;
	struct option_tables tables = tables_of(&config);

	(void)state;
	assert_ptr_equal(options_find(&tables, "flag"), &rows[0]);
	assert_ptr_equal(options_find(&tables, "use-ipv4"), &second_rows[0]);
	assert_null(options_find(&tables, "fla"));
	assert_null(options_find(&tables, "f"));
	assert_null(options_find(&tables, ""));
}

static void help_shows_all_but_the_hidden_in_80_columns(void **state)
{
	struct config config;
	struct option_tables tables = tables_of(&config);
	struct text_buffer buffer = {.arena = *state};
	const char *line;

	options_describe(&tables, &buffer);
	assert_contains(text_of(&buffer), "Own:\n");
	assert_contains(text_of(&buffer), "Common:\n");
	assert_contains(text_of(&buffer), "  -x, --text=TEXT\n");
	assert_contains(text_of(&buffer), "--admin[=PATH]\n");
	assert_contains(text_of(&buffer), "  -f, --flag\n");
	assert_lacks(text_of(&buffer), "secret-dump");
	for (line = text_of(&buffer); *line != 0; line += strcspn(line, "\n") + 1)
		assert_true(strcspn(line, "\n") <= 80);
}

static void the_dump_is_json(void **state)
{
	struct config config;
	struct option_tables tables = tables_of(&config);
	json_t *root = json_loads(options_dump(&tables, "check_x", "Is it?", *state), 0, NULL);
	const json_t *options = json_object_get(root, "options"), *first = json_array_get(options, 0);

	assert_non_null(root);
	assert_string_equal(json_string_value(json_object_get(root, "plugin")), "check_x");
	assert_int_equal(json_array_size(options), ARRAY_LENGTH(rows) - 1 + 1);
	assert_string_equal(json_string_value(json_object_get(first, "long")), "flag");
	assert_string_equal(json_string_value(json_object_get(first, "short")), "f");
	assert_string_equal(json_string_value(json_object_get(first, "kind")), "flag");
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind_is_read),
		TEST(nothing_is_read_from_nothing),
		TEST(every_way_to_write_a_value),
		TEST(repeating_counts_collects_or_replaces),
		TEST(optional_values),
		TEST(borders_are_accepted),
		TEST(rows_are_found_by_their_whole_name),
		TEST(help_shows_all_but_the_hidden_in_80_columns),
		TEST(the_dump_is_json),
	};

	return RUN_TESTS(tests);
}
