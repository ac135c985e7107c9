/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "net/http_challenge.h"

/* Of an exact copy without a NUL behind it; NULL: none. */
static const char *find(struct arena *arena, const char *value, size_t length)
{
	struct octets octets = {.bytes = arena_grow(arena, value, length, length), .length = length}, token;

	return http_challenge_find(octets, &token) ? arena_copy(arena, token.bytes, token.length) : NULL;
}

static void tokens(void **state)
{
	static const struct {
		const char *value, *token; /* NULL: none */
	} rows[] = {
		{"NTLM TlRM+/==", "TlRM+/=="},
		{" ntlm \t TlRM \r\n", "TlRM"},
		{"Negotiate oYIB", "oYIB"},
		{"Negotiate, NTLM TlRM", "TlRM"},
		{"Negotiate,NTLM TlRM==,Basic realm=\"x\"", "TlRM=="},
		{"NTLM TlRM, Negotiate", "TlRM"},
		{"Basic realm=\"a, NTLM AAAA\", NTLM TlRM", "TlRM"},
		{"Basic realm=\"a \\\", NTLM AAAA\"", NULL},
		{"Basic realm=\"open, NTLM AAAA", NULL},
		{"Digest realm=\"x\", nonce=NTLM, qop=auth", NULL},
		{"Negotiate realm=\"x\"", NULL},
		{"NTLM TlRM extra", NULL},
		{"NTLM %%%", NULL},
		{"NTLM =", NULL},
		{"NTLM", NULL},
		{"NTLM ", NULL},
		{"NTLMv2 TlRM", NULL},
		{",,, ,NTLM A,", "A"},
		{"NTLM AAAA, Negotiate BBBB", "BBBB"},
		{"", NULL},
		{",", NULL},
		{"\"", NULL},
		{"\"\\", NULL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		assert_row_text(rows[i].value, find(*state, rows[i].value, strlen(rows[i].value)), rows[i].token);
}

static void every_truncation(void **state)
{
	static const char value[] = "Basic realm=\"a, \\\"b\", Negotiate, NTLM TlRMTVNTUAAC==";

	for (size_t length = 0; length < strlen(value); length++) {
		const char *token = find(*state, value, length);

		assert_true(token == NULL || strncmp(token, "TlRMTVNTUAAC==", strlen(token)) == 0);
	}
}

static void a_nul_ends_a_token(void **state)
{
	static const char value[] = "NTLM Tl\0RM";

	assert_null(find(*state, value, sizeof value - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(tokens), TEST(every_truncation), TEST(a_nul_ends_a_token)};

	return RUN_TESTS(tests);
}
