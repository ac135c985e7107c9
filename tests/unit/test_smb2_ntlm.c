/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks of Windows in 100 ns: SMB 2 NEGOTIATE and the NTLM challenge. */
#include "suite.h"

#include "clock/clock_frame.h"
#include "clock/ntlm.h"
#include "clock/smb2.h"
#include "clock_packets.h"
#include "core/base64.h"

#define NOW (PACKET_EPOCH * CLOCK_SECOND)

/* --- SMB 2 --- */

static void an_smb_question(void **state)
{
	unsigned char guid[SMB2_GUID], salt[SMB2_SALT], request[SMB2_REQUEST];
	struct octets message;

	(void)state;
	memset(guid, 'g', sizeof guid);
	memset(salt, 's', sizeof salt);
	smb2_request(guid, salt, request);
	assert_int_equal(clock_frame_read(request, sizeof request, &message), CLOCK_FRAME_WHOLE);
	assert_int_equal(message.length, 158);
	assert_memory_equal(message.bytes + 76, guid, sizeof guid);
	assert_memory_equal(message.bytes + 126, salt, sizeof salt);
}

static void an_smb_answer(void **state)
{
	struct octets packet = packet_octets(*state, packet_smb2_answer);
	struct smb2_answer answer;

	assert_row_text("answer", smb2_answer_parse(*state, packet.bytes, packet.length, &answer), NULL);
	assert_int_equal(answer.dialect, 0x0311);
	assert_row_int("time", answer.reading.time, NOW + 765432100);
	assert_row_int("resolution", answer.reading.resolution, 100);
}

static void every_truncation_of_smb(void **state)
{
	struct octets packet = packet_octets(*state, packet_smb2_answer);
	struct smb2_answer answer;

	for (size_t length = 0; length < 112; length++)
		assert_row_accepted(
			"cut", smb2_answer_parse(*state, arena_exact(*state, packet.bytes, length), length, &answer),
			false);
	assert_null(smb2_answer_parse(*state, arena_exact(*state, packet.bytes, 112), 112, &answer));
}

static void spoilt_smb(void **state)
{
	static const struct {
		size_t at;
		const char *bytes;
		size_t length;
		const char *words;
	} rows[] = {
		{0, "\xFF", 1, "SMB 1"},
		{0, "H", 1, "not SMB 2"},
		{4, "\x41", 1, "not SMB 2"},
		{8, "\xBB\0\0\xC0", 4, "0xC00000BB (not supported)"},
		{8, "\x22\0\0\xC0", 4, "0xC0000022"},
		{12, "\1", 1, "no answer"},
		{16, "\0", 1, "no answer"},
		{24, "\1", 1, "no answer"},
		{31, "\1", 1, "no answer"},
		{64, "\x09", 1, "breaks the rules"},
		{104, "\0\0\0\0\0\0\0\0", 8, "to itself"},
		{104, "\1\0\0\0\0\0\0\0", 8, "years"},
		{104, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8, "years"},
	};
	struct octets packet = packet_octets(*state, packet_smb2_answer);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = packet_copy(*state, packet);
		struct smb2_answer answer;

		memcpy(bytes + rows[i].at, rows[i].bytes, rows[i].length);
		assert_contains(smb2_answer_parse(*state, bytes, packet.length, &answer), rows[i].words);
	}
}

/* --- NTLM --- */

static void assert_challenge(struct arena *arena, struct octets token)
{
	struct ntlm_challenge challenge;

	assert_row_text("challenge", ntlm_challenge_parse(arena, token, &challenge), NULL);
	assert_row_int("time", challenge.reading.time, NOW + 123456700);
	assert_row_int("resolution", challenge.reading.resolution, 100);
	assert_row_text("computer", challenge.computer, "NDES1");
	assert_row_text("domain", challenge.domain, "CORP");
	assert_row_text("DNS computer", challenge.dns_computer, "ndes1.corp.test");
	assert_row_text("DNS domain", challenge.dns_domain, "corp.test");
}

static void challenges_bare_and_wrapped(void **state)
{
	assert_challenge(*state, packet_octets(*state, packet_ntlm_challenge));
	assert_challenge(*state, packet_octets(*state, packet_ntlm_spnego));
}

static void a_question_before_the_challenge_is_passed_by(void **state)
{
	struct octets packet = packet_octets(*state, packet_ntlm_challenge);
	unsigned char *both = arena_allocate(*state, NTLM_NEGOTIATE + packet.length);

	memcpy(both, ntlm_negotiate, NTLM_NEGOTIATE);
	memcpy(both + NTLM_NEGOTIATE, packet.bytes, packet.length);
	assert_challenge(*state, (struct octets){both, NTLM_NEGOTIATE + packet.length});
}

static void the_question_in_base64(void **state)
{
	static const char text[] = NTLM_NEGOTIATE_BASE64;
	struct octets question;

	assert_true(base64_decode(*state, (struct octets){(const unsigned char *)text, strlen(text)}, &question));
	assert_int_equal(question.length, NTLM_NEGOTIATE);
	assert_memory_equal(question.bytes, ntlm_negotiate, NTLM_NEGOTIATE);
}

static void base64_of_a_challenge(void **state)
{
	struct ntlm_challenge challenge;

	assert_contains(ntlm_challenge_parse_base64(*state, NTLM_NEGOTIATE_BASE64, &challenge), "no NTLM challenge");
	assert_contains(ntlm_challenge_parse_base64(*state, "TlRM(", &challenge), "not base64");
	assert_contains(ntlm_challenge_parse_base64(*state, "", &challenge), "not base64");
	assert_contains(ntlm_challenge_parse_base64(*state, "TlRM", &challenge), "no NTLM challenge");
}

static void every_truncation_of_ntlm(void **state)
{
	static const char *const packets[] = {packet_ntlm_challenge, packet_ntlm_spnego};
	struct ntlm_challenge challenge;

	for (size_t i = 0; i < ARRAY_LENGTH(packets); i++) {
		struct octets packet = packet_octets(*state, packets[i]);

		for (size_t length = 0; length < packet.length; length++) {
			struct octets cut = {arena_exact(*state, packet.bytes, length), length};

			assert_row_accepted("cut", ntlm_challenge_parse(*state, cut, &challenge), false);
		}
	}
}

/* Pairs stand from 56 on: 2 (8 bytes), 1 (10), 4 (18), 3 (30), 7 (8), the end. */
static void spoilt_ntlm(void **state)
{
	static const struct {
		size_t at;
		const char *bytes;
		size_t length;
		const char *words;
	} rows[] = {
		{7, "X", 1, "no NTLM challenge"},
		{8, "\1", 1, "no NTLM challenge"},
		{8, "\3", 1, "no NTLM challenge"},
		{40, "\xFF\xFF", 2, "truncated"},
		{40, "\0\0", 2, "without a timestamp"},
		{40, "\x0C\0", 2, "no end"}, /* the list ends behind the first pair */
		{40, "\x0D\0", 2, "no end"}, /* in the head of the second */
		{44, "\xF0\xFF\xFF\xFF", 4, "truncated"},
		{44, "\xFF\xFF\xFF\x7F", 4, "truncated"},
		{58, "\xFF\xFF", 2, "no end"},
		{56, "\0\0", 2, "without a timestamp"}, /* the end comes first */
		{138, "\6", 1, "without a timestamp"},
		{140, "\7", 1, "8 bytes"},
		{140, "\x09", 1, "8 bytes"},
		{142, "\0\0\0\0\0\0\0\0", 8, "years"},
		{142, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 8, "years"},
		{150, "\7\0", 2, "8 bytes"}, /* a second timestamp, empty */
	};
	struct octets packet = packet_octets(*state, packet_ntlm_challenge);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = packet_copy(*state, packet);
		struct ntlm_challenge challenge;

		memcpy(bytes + rows[i].at, rows[i].bytes, rows[i].length);
		assert_contains(ntlm_challenge_parse(*state, (struct octets){bytes, packet.length}, &challenge),
				rows[i].words);
	}
}

static void names_are_sanitised(void **state)
{
	struct octets packet = packet_octets(*state, packet_ntlm_challenge);
	unsigned char *bytes = packet_copy(*state, packet);
	struct ntlm_challenge challenge;

	memcpy(bytes + 60, "|\0\\\0\x00\xD8\xFC\0", 8);
	assert_null(ntlm_challenge_parse(*state, (struct octets){bytes, packet.length}, &challenge));
	assert_string_equal(challenge.domain, "!/?\xC3\xBC");
	bytes[56] = 9; /* another pair: the domain is not said */
	assert_null(ntlm_challenge_parse(*state, (struct octets){bytes, packet.length}, &challenge));
	assert_null(challenge.domain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_smb_question),
		TEST(an_smb_answer),
		TEST(every_truncation_of_smb),
		TEST(spoilt_smb),
		TEST(challenges_bare_and_wrapped),
		TEST(a_question_before_the_challenge_is_passed_by),
		TEST(the_question_in_base64),
		TEST(base64_of_a_challenge),
		TEST(every_truncation_of_ntlm),
		TEST(spoilt_ntlm),
		TEST(names_are_sanitised),
	};

	return RUN_TESTS(tests);
}
