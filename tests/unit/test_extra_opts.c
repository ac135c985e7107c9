/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --extra-opts: grammar, places and failures as monitoring-plugins have them, without their defects. */
#include "suite.h"

#include <sys/stat.h>
#include <unistd.h>

#include "core/extra_opts.h"
#include "core/extra_opts_file.h"

struct folder {
	struct arena *arena;
	char path[32];
	const char *file;
};

static int folder_begin(void **state)
{
	struct folder *folder = calloc(1, sizeof *folder);

	strcpy(folder->path, "/tmp/extra_opts.XXXXXX");
	if (mkdtemp(folder->path) == NULL)
		return -1;
	folder->arena = arena_create("out of memory\n");
	folder->file = text_format(folder->arena, "%s/plugins.ini", folder->path);
	unsetenv("MP_CONFIG_FILE");
	unsetenv("NAGIOS_CONFIG_PATH");
	*state = folder;
	return 0;
}

static int folder_end(void **state)
{
	struct folder *folder = *state;

	unlink(folder->file);
	rmdir(folder->path);
	arena_destroy(folder->arena);
	free(folder);
	return 0;
}

static void write_file(const struct folder *folder, const char *text, mode_t mode)
{
	FILE *stream = fopen(folder->file, "w");

	assert_non_null(stream);
	assert_true(fputs(text, stream) >= 0);
	assert_int_equal(fclose(stream), 0);
	assert_int_equal(chmod(folder->file, mode), 0);
}

/* The options of [section], parted by blanks; a sentence in angle brackets if they could not be read. */
static const char *read_text(const struct folder *folder, const char *text, const char *section)
{
	struct arguments arguments = {0};
	struct text_buffer buffer = {.arena = folder->arena};
	const char *wrong;

	write_file(folder, text, 0600);
	wrong = extra_opts_read(folder->file, section, &arguments, folder->arena);
	if (wrong != NULL)
		return text_format(folder->arena, "<%s>", wrong);
	for (int i = 0; i < arguments.count; i++)
		text_append(&buffer, "%s'%s'", i != 0 ? " " : "", arguments.values[i]);
	return text_of(&buffer);
}

static void the_grammar(void **state)
{
	static const struct {
		const char *text, *options;
	} rows[] = {
		{"[x]\na-name = value\n", "'--a-name=value'"},
		{"[x]\nname=value", "'--name=value'"},
		{"[x]\n  name  =  value  \n", "'--name=value'"},
		{"[x]\n\tname\t=\tvalue\t\n", "'--name=value'"},
		{"[x]\r\nname = value\r\n", "'--name=value'"},
		{"[x]\nflag =\n", "'--flag'"},
		{"[x]\nflag=\nother=1\n", "'--flag' '--other=1'"},
		{"; comment\n# comment\n[x]\n; c = d\n# c = d\nname=1\n", "'--name=1'"},
		{"  ; comment\n[x]\n  # comment\nname=1\n", "'--name=1'"},
		{"\n\n[x]\n\n\nname=1\n\n", "'--name=1'"},
		{"[ x ]\nname=1\n", "'--name=1'"},
		{"[x]\na1=1\n[y]\nb1=2\n[x]\nc1=3\n", "'--a1=1' '--c1=3'"},
		{"[x]\nname=a\nname=b\n", "'--name=a' '--name=b'"},
		{"[x]\nname=a=b\n", "'--name=a=b'"},
		{"[x]\nurl = http://ndes:80/x;y\n", "'--url=http://ndes:80/x;y'"},
		{"[x]\nname = value ; no comment\n", "'--name=value ; no comment'"},
		{"[x]\nname = value # no comment\n", "'--name=value # no comment'"},
		{"[x]\nname = \"quoted\"\n", "'--name=\"quoted\"'"},
		{"[x]\nname = a\\nb\n", "'--name=a\\nb'"},
		{"[x]\nwarning = 10:20\n", "'--warning=10:20'"},
		{"[x]\np = 1\n", "'-p' '1'"},
		{"[x]\np=1\nS =\nw = 10:\n", "'-p' '1' '-S' '-w' '10:'"},
		{"[x]\nname=1\n  other=2\n", "'--name=1' '--other=2'"},
		{"[y]\nname=1\n[x]\nname=2\n[z]\nname=3\n", "'--name=2'"},
		{"[x]\nname = [y]\n", "'--name=[y]'"},
		{"[0123456789012345678901234567890123456789012345678901234567890123456789]\nn1=1\n[x]\nn1=2\n",
		 "'--n1=2'"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].text, read_text(*state, rows[i].text, "x"), rows[i].options);
}

static void errors_name_file_and_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} rows[] = {
		{"[x]\nno separator\n", 2},
		{"[x]\nname=1\n\nno separator\nname=2\n", 4},
		{"[x]\nname: value\n", 2},
		{"[x\nname=1\n", 1},
		{"name=1\n[x]\nname=2\n", 1},
		{"\n\nname=1\n[x]\nname=2\n", 3},
		{"[y]\nno separator\n[x]\nname=1\n", 2},
	};
	const struct folder *folder = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *got = read_text(folder, rows[i].text, "x");
		const char *wanted = text_format(folder->arena, "%s, line %u:", folder->file, rows[i].line);

		if (strstr(got, wanted) == NULL)
			fail_msg("'%s': got %s, expected '%s'", rows[i].text, got, wanted);
	}
}

/* A line is read whole or refused with its number; never cut in two. */
static void a_long_line_is_never_cut(void **state)
{
	static const int lengths[] = {150, 198, 199, 200, 400, 1023, 1024, 5000, 65536, 200000};
	const struct folder *folder = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
		struct arena *arena = folder->arena;
		const char *text = text_format(arena, "[x]\nname=1\nlong=%0*d\nother=2\n", lengths[i], 0);
		const char *whole = text_format(arena, "'--name=1' '--long=%0*d' '--other=2'", lengths[i], 0);
		const char *got = read_text(folder, text, "x");

		if (strcmp(got, whole) != 0)
			assert_contains(got, text_format(arena, "%s, line 3:", folder->file));
		if (lengths[i] <= 1023)
			assert_row_int("an option of usual length", strcmp(got, whole), 0);
	}
}

static void long_section_names_are_compared_whole(void **state)
{
	static const char name[] = "a_section_with_a_name_that_is_longer_than_fifty_characters_1";
	const struct folder *folder = *state;

	assert_string_equal(read_text(folder, text_format(folder->arena, "[%s]\nname=1\n", name), name), "'--name=1'");
}

static void without_a_section_there_is_an_error(void **state)
{
	static const char *const rows[] = {"", "[y]\nname=1\n", "[x]\n", "[X]\nname=1\n", "[xx]\nname=1\n", "# [x]\n"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_contains(read_text(*state, rows[i], "x"), "[x]");
}

static void what_can_not_be_read_is_an_error(void **state)
{
	const struct folder *folder = *state;
	struct arguments options = {0};

	assert_contains(extra_opts_read(folder->file, "x", &options, folder->arena), folder->file);
	assert_non_null(extra_opts_read(folder->path, "x", &options, folder->arena));
	if (geteuid() != 0) {
		write_file(folder, "[x]\nname=1\n", 0);
		assert_contains(extra_opts_read(folder->file, "x", &options, folder->arena), folder->file);
	}
	assert_int_equal(options.count, 0);
}

/* Where each argument comes from. */
static void origins_name_file_and_line(void **state)
{
	static const mode_t modes[] = {0600, 0640, 0644, 0604};
	const struct folder *folder = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(modes); i++) {
		struct arguments arguments = {0};

		write_file(folder, "[x]\n\nname = 1\np = 2\n", modes[i]);
		assert_null(extra_opts_read(folder->file, "x", &arguments, folder->arena));
		assert_int_equal(arguments.count, 3);
		assert_string_equal(arguments.origins[0].place, text_format(folder->arena, "%s, line 3", folder->file));
		assert_string_equal(arguments.origins[2].place, text_format(folder->arena, "%s, line 4", folder->file));
	}
}

/* In whichever section: the one that is read is x. */
static void secrets_that_others_can_read_are_refused(void **state)
{
	static const char *const lines[] = {
		"url = http://user:hunter2@ndes/x", "u = http://user:hunter2@ndes/x",
		"k = Authorization: Basic hunter2", "header=Cookie: hunter2",
		"proxy = user:hunter2@proxy:3128",  "password = hunter2",
	};
	static const struct {
		const char *before, *behind;
	} places[] = {{"[x]\na = 1\n", "\n"}, {"[x]\na = 1\n[other]\n", ""}, {"[other]\n", "\n[x]\na = 1\n"}};
	const struct folder *folder = *state;

	for (size_t i = 0; i < ARRAY_LENGTH(lines) * ARRAY_LENGTH(places); i++) {
		const char *before = places[i % 3].before, *behind = places[i % 3].behind;
		char *text = text_format(folder->arena, "%s%s%s", before, lines[i / 3], behind);
		struct arguments arguments = {0};
		const char *wrong;

		write_file(folder, text, 0644);
		wrong = extra_opts_read(folder->file, "x", &arguments, folder->arena);
		assert_row_accepted(text, wrong, false);
		assert_contains(wrong, "others can read the file");
		assert_null(strstr(wrong, "hunter2"));
		write_file(folder, text, 0640);
		assert_row_accepted(text, extra_opts_read(folder->file, "x", &arguments, folder->arena), true);
	}
}

/* Expands words that end at the first NULL; the result parted by blanks, with a '|' where typed ones begin. */
static const char *expand(const struct folder *folder, char *const *words)
{
	struct arguments arguments = {0};
	struct text_buffer buffer = {.arena = folder->arena};
	char *values[10];
	const char *wrong;
	bool typed = false;

	for (; *words != NULL; words++)
		values[arguments.count++] = *words;
	arguments.values = values;
	wrong = extra_opts_expand("check_x", &arguments, folder->arena);
	if (wrong != NULL)
		return text_format(folder->arena, "<%s>", wrong);
	for (int i = 1; i < arguments.count; i++) {
		bool now_typed = arguments.origins[i].place == NULL;

		text_append(&buffer, "%s%s", now_typed && !typed ? "|" : i > 1 ? " " : "", arguments.values[i]);
		assert_true(now_typed || !typed);
		typed = now_typed;
	}
	assert_null(arguments.values[arguments.count]);
	return text_of(&buffer);
}

#define EXPAND(folder, ...) expand(folder, (char *[]){"check_x", __VA_ARGS__, NULL})

static void options_of_the_file_go_in_front(void **state)
{
	const struct folder *folder = *state;
	char *own = text_format(folder->arena, "--extra-opts=@%s", folder->file);
	char *named = text_format(folder->arena, "--extra-opts=other@%s", folder->file);
	char *value = text_format(folder->arena, "@%s", folder->file);

	write_file(folder, "[check_x]\nport = 1\n[other]\nssl =\n", 0600);
	assert_string_equal(EXPAND(folder, "-p", "2", own, "-v"), "--port=1|-p 2 -v");
	assert_string_equal(EXPAND(folder, "-v", named), "--ssl|-v");
	assert_string_equal(EXPAND(folder, own, named, "-v"), "--port=1 --ssl|-v");
	assert_string_equal(EXPAND(folder, "--extra-opts", value, "-v"), "--port=1|-v");
	assert_string_equal(EXPAND(folder, "-v"), "|-v");
	assert_string_equal(EXPAND(folder, "--extra-optsx", "-v"), "|--extra-optsx -v");
}

static void the_environment_names_the_file(void **state)
{
	const struct folder *folder = *state;

	write_file(folder, "[check_x]\nport = 1\n[other]\nssl =\n", 0600);
	setenv("MP_CONFIG_FILE", folder->file, 1);
	assert_string_equal(EXPAND(folder, "--extra-opts", "-v"), "--port=1|-v");
	assert_string_equal(EXPAND(folder, "-v", "--extra-opts"), "--port=1|-v");
	assert_string_equal(EXPAND(folder, "--extra-opts=", "-v"), "--port=1|-v");
	assert_string_equal(EXPAND(folder, "--extra-opts", "other", "-v"), "--ssl|-v");
	assert_string_equal(EXPAND(folder, "--extra-opts=other", "-v"), "--ssl|-v");
	unsetenv("MP_CONFIG_FILE");
	setenv("NAGIOS_CONFIG_PATH", text_format(folder->arena, "/nowhere:%s:/etc", folder->path), 1);
	assert_string_equal(EXPAND(folder, "--extra-opts", "-v"), "--port=1|-v");
}

int main(void)
{
#define FOLDER_TEST(function) cmocka_unit_test_setup_teardown(function, folder_begin, folder_end)
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(the_grammar),
		FOLDER_TEST(errors_name_file_and_line),
		FOLDER_TEST(a_long_line_is_never_cut),
		FOLDER_TEST(long_section_names_are_compared_whole),
		FOLDER_TEST(without_a_section_there_is_an_error),
		FOLDER_TEST(what_can_not_be_read_is_an_error),
		FOLDER_TEST(secrets_that_others_can_read_are_refused),
		FOLDER_TEST(origins_name_file_and_line),
		FOLDER_TEST(options_of_the_file_go_in_front),
		FOLDER_TEST(the_environment_names_the_file),
	};

	return RUN_TESTS(tests);
}
