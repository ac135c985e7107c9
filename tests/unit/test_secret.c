/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/secret.h"

struct row {
	const char *option, *value;
};

static void secrets_are_seen(void **state)
{
	static const struct row rows[] = {
		{"url", "http://user:hunter2@ndes/x"},
		{"url", "HTTPS://user:hunter2@ndes"},
		{"url", "http://user:p@ss@ndes/x"},
		{"url", "http://:hunter2@ndes/"},
		{"proxy", "http://user:hunter2@proxy:3128"},
		{"proxy", "user:hunter2@proxy:3128"},
		{"header", "Authorization: Basic dXNlcjpwYXNz"},
		{"header", "authorization:Bearer x"},
		{"header", "Proxy-Authorization: Basic x"},
		{"header", "Cookie: session=1"},
		{"header", "Authorization : Basic dXNlcjpwYXNz"},
		{"header", " \tAuthorization\t: Basic dXNlcjpwYXNz"},
		{"header", "Authorization Basic: dXNlcjpwYXNz"},
		{"header", "X-API-Key: 0123"},
		{"header", "Private-Token: 0123"},
		{"header", "x-client-secret: 0123"},
		{"header", "X-Vault Token : 0123"},
		{"header", "X-PASSWORD:hunter2"},
		{"password", "x"},
		{"bind-password", "x"},
		{"challenge", "0123456789ABCDEF"},
		{"u", "http://user:hunter2@ndes/x"},
		{"k", "Authorization: Basic dXNlcjpwYXNz"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].value, secret_in(rows[i].option, rows[i].value), true);
}

static void what_is_no_secret_passes(void **state)
{
	static const struct row rows[] = {
		{"url", "http://ndes/x"},           {"url", "http://ndes:8080/x"},
		{"url", "http://user@ndes/x"},      {"url", "http://ndes/x?mail=a:b@c"},
		{"url", "http://ndes/a:b@c"},       {"url", "http://ndes#a:b@c"},
		{"url", "http://[::1]:80/x"},       {"proxy", "proxy:3128"},
		{"proxy", "http://proxy:3128"},     {"proxy", "socks5h://proxy"},
		{"header", "Accept: */*"},          {"header", "X-Authorization-Kind: none"},
		{"header", "Accept: token"},        {"header", "token"},
		{"header", "X-Apikind: 1"},         {"header", "X-Cookies: no"},
		{"useragent", "Authorization: x"},  {"path", "http://user:hunter2@ndes/"},
		{"password-file", "/etc/icinga/x"}, {"challenge-file", "/etc/icinga/y"},
		{"hostname", "user:pw@ndes"},       {"u", "http://ndes/x"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].value, secret_in(rows[i].option, rows[i].value), false);
}

static void empty_values_hold_none(void **state)
{
	(void)state;
	assert_false(secret_in("url", ""));
	assert_false(secret_in("proxy", ""));
	assert_false(secret_in("header", ""));
	assert_false(secret_in("header", " "));
	assert_false(secret_in("header", ":"));
	assert_false(secret_in("", "x"));
}

static void what_can_be_a_login_is_hidden(void **state)
{
	static const struct {
		const char *value, *shown;
	} rows[] = {
		{"http://ndes/x", "http://ndes/x"},
		{"http://user:hunter2@ndes/x", "http://...@ndes/x"},
		{"http://user:hun/ter2@ndes:1", "http://...@ndes:1"},
		{"http://user:hun ter2@ndes", "http://...@ndes"},
		{"http://user:hun@ter2@ndes", "http://...@ndes"},
		{"user:hunter2@proxy:3128", "...@proxy:3128"},
		{"user:hunter2@http://ndes", "...@http://ndes"},
		{"foo://user:hunter2@", "foo://...@"},
		{"@", "...@"},
		{"", ""},
		{"a|b", "a!b"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].value, secret_hidden(*state, rows[i].value), rows[i].shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets_are_seen),
		cmocka_unit_test(what_is_no_secret_passes),
		cmocka_unit_test(empty_values_hold_none),
		TEST(what_can_be_a_login_is_hidden),
	};

	return RUN_TESTS(tests);
}
