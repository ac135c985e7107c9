/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http_sample.h"

/* The notes of an answer as one text, "level: words" a line. */
static const char *notes_of(struct arena *arena, const struct http_answer *answer)
{
	struct text_buffer buffer = {.arena = arena};
	struct finding *finding = sample_finding(arena);

	judge_http_notes(answer, finding);
	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		text_append(&buffer, "%u: %s\n", note->verbosity, note->text);
	return text_of(&buffer);
}

static void nothing_to_say(void **state)
{
	struct http_answer answer = sample_status(200, NULL);

	assert_string_equal(notes_of(*state, &answer), "");
}

static void redirects_that_were_followed(void **state)
{
	struct http_answer answer = sample_status(200, NULL);

	answer.redirects = 1;
	answer.effective_url = "https://other.example/";
	assert_contains(notes_of(*state, &answer), "0: Redirected 1 time, to https://other.example/");
	answer.redirects = 2;
	assert_contains(notes_of(*state, &answer), "0: Redirected 2 times");
}

static void a_client_certificate_that_was_asked_for(void **state)
{
	struct http_answer answer = sample_status(200, NULL);

	answer.peer.client_certificate_requested = true;
	assert_contains(notes_of(*state, &answer), "0: The server asks for a TLS client certificate");
}

static void attempts(void **state)
{
	struct http_answer answer = sample_status(200, NULL);

	answer.attempts = 2;
	assert_contains(notes_of(*state, &answer), "2 attempts");
}

static void details_for_v(void **state)
{
	struct http_answer answer = sample_failure(HTTP_RESET, PHASE_WAIT);

	answer.address = "192.0.2.1 port 80";
	answer.proxy = "proxy.example:3128";
	answer.server = "Microsoft-IIS/10.0";
	assert_contains(notes_of(*state, &answer), "1: Connected to 192.0.2.1 port 80, proxy proxy.example:3128\n");
	assert_contains(notes_of(*state, &answer), "1: Server: Microsoft-IIS/10.0\n");
	assert_contains(notes_of(*state, &answer), "library words");
}

static void every_phase_has_a_name(void **state)
{
	(void)state;
	for (int phase = PHASE_RESOLVE; phase <= PHASE_TRANSFER; phase++)
		for (int other = PHASE_RESOLVE; other < phase; other++)
			assert_string_not_equal(http_phase_name((enum http_phase)phase),
						http_phase_name((enum http_phase)other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_to_say),
		TEST(redirects_that_were_followed),
		TEST(a_client_certificate_that_was_asked_for),
		TEST(attempts),
		TEST(details_for_v),
		TEST(every_phase_has_a_name),
	};

	return RUN_TESTS(tests);
}
