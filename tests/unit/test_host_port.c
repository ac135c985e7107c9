/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/host_port.h"

static void hosts_with_and_without_a_port(void **state)
{
	static const struct {
		const char *text, *host, *shown;
		uint16_t port;
	} rows[] = {
		{"dc1", "dc1", "dc1", 0},
		{"dc1.corp.test:1", "dc1.corp.test", "dc1.corp.test:1", 1},
		{"under_score:65535", "under_score", "under_score:65535", 65535},
		{"127.0.0.1:389", "127.0.0.1", "127.0.0.1:389", 389},
		{"::1", "::1", "[::1]", 0},
		{"2001:db8::1:389", "2001:db8::1:389", "[2001:db8::1:389]", 0},
		{"[::1]", "::1", "[::1]", 0},
		{"[2001:db8::1]:389", "2001:db8::1", "[2001:db8::1]:389", 389},
		{"k\xC3\xB6ln.test", "k\xC3\xB6ln.test", "k\xC3\xB6ln.test", 0},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct host_port read;

		assert_null(host_port_parse(rows[i].text, *state, &read));
		assert_string_equal(read.host, rows[i].host);
		assert_int_equal(read.port, rows[i].port);
		assert_string_equal(host_port_text(*state, &read), rows[i].shown);
	}
}

static void an_ipv6_address_may_have_a_zone(void **state)
{
	static const char *const bad[] = {"::1%",   "[::1%]",       "::1%a/b", "::1%a%b",
					  "dc1%lo", "127.0.0.1%lo", "[::1%lo", "::1%0123456789abcdef"};
	struct host_port read;

	assert_null(host_port_parse("fe80::1%eth0.7", *state, &read));
	assert_string_equal(read.host, "fe80::1%eth0.7");
	assert_string_equal(host_port_text(*state, &read), "[fe80::1%25eth0.7]");
	assert_null(host_port_parse("[fe80::1%2]:389", *state, &read));
	assert_string_equal(read.host, "fe80::1%2");
	assert_string_equal(host_port_text(*state, &read), "[fe80::1%252]:389");
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		assert_row_accepted(bad[i], host_port_parse(bad[i], *state, &read), false);
}

static void what_is_neither_is_refused(void **state)
{
	static const char *const rows[] = {
		"",       ":",        "dc1:",    ":389",   "dc1:0",    "dc1:65536",     "dc1:-1",      "dc1:+1",
		"dc1: 1", "dc1:389x", "dc1:1:2", "a b",    "dc1/x",    "dc1:389/x",     "https://dc1", "u@dc1",
		"[::1",   "[dc1]",    "[]",      "[::1]x", "[::1]389", "[127.0.0.1]:1", "::1::",       "dc1,dc2",
		"dc1\n",  "dc1%41",   "dc1?",    "dc1#",   "\\\\dc1",  ".dc1",          "[::1]:389:",  "<dc1>",
	};
	struct host_port read = {.host = "before", .port = 7};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		assert_row_accepted(rows[i], host_port_parse(rows[i], *state, &read), false);
		assert_string_equal(read.host, "before");
	}
	assert_int_equal(read.port, 7);
}

static void addresses_are_no_names(void **state)
{
	static const struct {
		const char *text;
		bool address;
	} rows[] = {
		{"127.0.0.1", true}, {"::1", true},    {"fe80::1%eth0", true}, {"dc1", false},  {"dc.ad", false},
		{"[::1]", false},    {"127.1", false}, {"1.2.3.4.5", false},   {"", false},     {"::1:", false},
		{"cafe", false},     {"ca.fe", false}, {"127.0.0.1%2", false}, {"::1%", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_int(rows[i].text, host_is_address(rows[i].text), rows[i].address);
}

static void names_end_at_253_characters(void **state)
{
	char text[HOST_LENGTH_MAX + 2] = "";

	(void)state;
	memset(text, 'a', HOST_LENGTH_MAX);
	assert_true(host_is_name(text));
	text[HOST_LENGTH_MAX] = 'a';
	assert_false(host_is_name(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hosts_with_and_without_a_port), TEST(an_ipv6_address_may_have_a_zone),
		TEST(what_is_neither_is_refused),    TEST(addresses_are_no_names),
		TEST(names_end_at_253_characters),
	};

	return RUN_TESTS(tests);
}
