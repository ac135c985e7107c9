/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mistakes and secrets on the command line and in files. */
#include "options_sample.h"

/* What is refused, and a word that the sentence must hold. */
static void bad_arguments_are_refused(void **state)
{
	static const struct {
		const char *first, *second, *in_sentence;
	} bad[] = {
		{"--unknown", NULL, "--unknown"},
		{"--unknown=5", NULL, "--unknown"},
		{"-Z", NULL, "-Z"},
		{"-fZ", NULL, "-Z"},
		{"--fla", NULL, "--fla"},
		{"--verb", NULL, "--verb"},
		{"--warn=5", NULL, "--warn"},
		{"--Flag", NULL, "--Flag"},
		{"--text", NULL, "--text"},
		{"-x", NULL, "--text"},
		{"-fx", NULL, "--text"},
		{"--flag=yes", NULL, "--flag"},
		{"--verbose=3", NULL, "--verbose"},
		{"positional", NULL, "positional"},
		{"-f", "positional", "positional"},
		{"-", NULL, "-"},
		{"--", "-f", "-f"},
		{"--flag=", NULL, "--flag"},
		{"--=5", NULL, "--"},
		{"---", NULL, "---"},
		{"-f-", NULL, "-"},
		{"--text=", NULL, "--text"},
		{"-x", "", "--text"},
		{"--list=", NULL, "--list"},
		{"--whole=0", NULL, "--whole"},
		{"--whole=257", NULL, "--whole"},
		{"--whole=5x", NULL, "5x"},
		{"--whole=", NULL, "--whole"},
		{"--whole=1.5", NULL, "1.5"},
		{"--whole=-1", NULL, "-1"},
		{"--port=0", NULL, "--port"},
		{"--port=65536", NULL, "65536"},
		{"-p", "http", "http"},
		{"-p", "80x", "80x"},
		{"--word=stick", NULL, "stick"},
		{"--word=", NULL, "--word"},
		{"--word=follow|ok", NULL, "--word"},
		{"--word=o", NULL, "--word"},
		{"-w", "10x", "10x"},
		{"-w", "20:10", "20:10"},
		{"-w", "", "--warning"},
		{"-c", "nan", "nan"},
		{"-t", "0", "--timeout"},
		{"-t", "5:bad", "5:bad"},
		{"--at=2027-02-30", NULL, "--at"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		struct config config;
		const char *wrong = PARSE(&config, (char *)bad[i].first, (char *)bad[i].second);

		assert_row_accepted(bad[i].first, wrong, false);
		assert_contains(wrong, bad[i].in_sentence);
	}
}

static void sentences_are_fit_to_print(void **state)
{
	struct config config;
	const char *wrong = PARSE(&config, "--port=<b>|\n\\\xFF");

	assert_null(strpbrk(wrong, "<>|\n\\\xFF"));
	wrong = PARSE(&config, "--<b>|\n");
	assert_null(strpbrk(wrong, "<>|\n"));
	wrong = PARSE(&config, "pos|\n<itional>");
	assert_null(strpbrk(wrong, "<>|\n"));
	wrong = PARSE(&config, "-|");
	assert_null(strpbrk(wrong, "<>|\n"));
}

static void typed_secrets_are_refused_and_not_shown(void **state)
{
	struct config config;
	const char *wrong = PARSE(&config, "-u", "http://user:hunter2@ndes/x");

	assert_contains(wrong, "--url");
	assert_lacks(wrong, "hunter2");
	wrong = PARSE(&config, "--header=Authorization: Basic hunter2");
	assert_contains(wrong, "--header");
	assert_lacks(wrong, "hunter2");
	assert_null(PARSE(&config, "-u", "http://ndes/x", "-k", "Accept: */*"));
}

static void secrets_from_a_file_are_taken(void **state)
{
	struct config config;

	assert_null(PARSE_FROM(&config, ini_file, "--url=http://user:hunter2@ndes/x"));
	assert_string_equal(config.url, "http://user:hunter2@ndes/x");
	assert_null(PARSE_FROM(&config, ini_file, "-u", "http://user:hunter2@ndes/x"));
}

static void mistakes_in_a_file_name_the_line(void **state)
{
	struct config config;

	assert_contains(PARSE_FROM(&config, ini_file, "--port=x"), "x.ini, line 3");
	assert_contains(PARSE_FROM(&config, ini_file, "--unknown"), "x.ini, line 3");
	assert_contains(PARSE_FROM(&config, ini_file, "-Z"), "x.ini, line 3");
	assert_lacks(PARSE(&config, "--port=x"), "line");
}

static void arguments_may_have_no_origins(void **state)
{
	struct config config = {0};
	struct option_tables tables = tables_of(&config);
	struct arguments arguments = {.count = 2, .values = (char *[]){"check_x", "-f", NULL}};

	assert_null(options_parse(&tables, &arguments, *state));
	assert_true(config.flag);
	arguments.count = 3;
	arguments.values = (char *[]){"check_x", "-u", "http://user:hunter2@ndes/", NULL};
	assert_non_null(options_parse(&tables, &arguments, *state));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bad_arguments_are_refused),
		TEST(sentences_are_fit_to_print),
		TEST(typed_secrets_are_refused_and_not_shown),
		TEST(secrets_from_a_file_are_taken),
		TEST(mistakes_in_a_file_name_the_line),
		TEST(arguments_may_have_no_origins),
	};

	return RUN_TESTS(tests);
}
