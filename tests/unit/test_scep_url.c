/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "scep/scep_url.h"

static const char base[] = "http://ndes/certsrv/mscep/mscep.dll";

static void operations(void **state)
{
	assert_string_equal(scep_url_operation(*state, base, "GetCACaps", "default"),
			    "http://ndes/certsrv/mscep/mscep.dll?operation=GetCACaps&message=default");
	assert_string_equal(scep_url_operation(*state, "http://ndes/x?a=b", "GetCACert", "default"),
			    "http://ndes/x?a=b&operation=GetCACert&message=default");
	assert_string_equal(scep_url_operation(*state, "http://ndes", "GetCACaps", ""),
			    "http://ndes?operation=GetCACaps&message=");
}

static void messages_are_escaped(void **state)
{
	static const struct {
		const char *message, *escaped;
	} rows[] = {
		{"default", "default"}, {"a b", "a%20b"},     {"a&b=c", "a%26b%3Dc"}, {"a+b/c", "a%2Bb%2Fc"},
		{"-._~", "-._~"},       {"100%", "100%25"},   {"#?", "%23%3F"},       {"\xC3\xBC", "%C3%BC"},
		{"\x01\x7F", "%01%7F"}, {"AZaz09", "AZaz09"}, {"\"<>", "%22%3C%3E"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *url = scep_url_operation(*state, base, "GetCACaps", rows[i].message);

		assert_row_text(rows[i].message, strstr(url, "&message=") + strlen("&message="), rows[i].escaped);
	}
}

static void long_queries_have_their_length(void **state)
{
	static const unsigned kilobytes[] = {1, 2, 16, 64, 256};
	static const char *const bases[] = {base, "http://ndes/x?a=b"};

	for (size_t i = 0; i < ARRAY_LENGTH(kilobytes); i++)
		for (size_t k = 0; k < ARRAY_LENGTH(bases); k++) {
			const char *url = scep_url_long(*state, bases[k], "default", kilobytes[i]);

			assert_int_equal(strlen(strchr(url, '?') + 1), kilobytes[i] * 1024);
			assert_contains(url, "operation=GetCACaps&message=default&");
			assert_int_equal(strncmp(url, bases[k], strlen(bases[k])), 0);
		}
}

static void with_and_without_pkiclient(void **state)
{
	static const struct {
		const char *url, *expected;
	} rows[] = {
		{base, "http://ndes/certsrv/mscep/mscep.dll/pkiclient.exe"},
		{"http://ndes/scep/pkiclient.exe", "http://ndes/scep"},
		{"http://ndes/scep/PKIClient.EXE?a=b", "http://ndes/scep?a=b"},
		{"http://ndes/scep/?a=/pkiclient.exe", "http://ndes/scep/pkiclient.exe?a=/pkiclient.exe"},
		{"http://ndes/", "http://ndes/pkiclient.exe"},
		{"http://ndes/xpkiclient.exe", "http://ndes/xpkiclient.exe/pkiclient.exe"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].url, scep_url_other_form(*state, rows[i].url), rows[i].expected);
}

static void another_path_on_the_same_server(void **state)
{
	static const struct {
		const char *url, *path, *expected;
	} rows[] = {
		{base, "/certsrv/mscep_admin/", "http://ndes/certsrv/mscep_admin/"},
		{base, "certsrv", "http://ndes/certsrv"},
		{"https://ndes:8443/x", "/y", "https://ndes:8443/y"},
		{"http://ndes", "/y", "http://ndes/y"},
		{"http://ndes?q=/z", "/y", "http://ndes/y"},
		{"http://[::1]:80/x/y/z", "/y", "http://[::1]:80/y"},
		{"http://ndes/x?u=http://other/", "/y", "http://ndes/y"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].url, scep_url_with_path(*state, rows[i].url, rows[i].path), rows[i].expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(operations),
		TEST(messages_are_escaped),
		TEST(long_queries_have_their_length),
		TEST(with_and_without_pkiclient),
		TEST(another_path_on_the_same_server),
	};

	return RUN_TESTS(tests);
}
