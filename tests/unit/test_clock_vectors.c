/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recorded answers of Samba, chronyd and Apache: the folder wire below the one that SUITE_VECTORS names. Without it the
 * whole program is skipped, for all to see.
 */
#include "suite.h"

#include "clock/krb.h"
#include "clock/ntlm.h"
#include "clock/ntp.h"
#include "clock/rootdse.h"
#include "clock/smb2.h"
#include "core/input_file.h"
#include "core/text.h"

#define RECORDED INT64_C(1795353340) /* 2026-11-22 13:15:40 UTC */

static struct octets vector(struct arena *arena, const char *name)
{
	const char *path = text_format(arena, "%s/wire/%s", getenv("SUITE_VECTORS"), name);
	unsigned char *bytes;
	size_t length;
	const char *wrong = input_file_read(path, 1 << 16, arena, &bytes, &length);

	if (wrong != NULL)
		fail_msg("%s: %s", path, wrong);
	return (struct octets){arena_exact(arena, bytes, length), length};
}

static void assert_same(struct octets got, struct octets expected)
{
	assert_int_equal(got.length, expected.length);
	assert_memory_equal(got.bytes, expected.bytes, expected.length);
}

static void ntp(void **state)
{
	struct octets request = vector(*state, "ntp-request.bin"), answer = vector(*state, "ntp-reply.bin");
	unsigned char packet[NTP_PACKET];
	struct ntp_reply reply;

	ntp_request(UINT64_C(0x0BC4BC4B520F592E), packet);
	assert_same((struct octets){packet, sizeof packet}, request);
	assert_true(ntp_reply_is_ours(answer.bytes, answer.length, UINT64_C(0x0BC4BC4B520F592E)));
	assert_null(ntp_reply_parse(*state, answer.bytes, answer.length, RECORDED * CLOCK_SECOND, &reply));
	assert_row_int("leap", reply.leap, 0);
	assert_row_int("version", reply.version, 4);
	assert_row_int("stratum", reply.stratum, 3);
	assert_row_text("reference", reply.reference, "127.127.1.1");
	assert_row_int("T2", reply.received / 1000, RECORDED * 1000000 + 613717); /* .613718 rounded */
	assert_row_int("T3", reply.transmitted / 1000, RECORDED * 1000000 + 613757);
}

static void kerberos(void **state)
{
	struct octets udp = vector(*state, "krb-as-req-udp.bin"), tcp = vector(*state, "krb-as-req-tcp.bin");
	struct krb_request request;

	assert_null(krb_request_make("monitor-clock-probe", "HF.TEST", 0x27A6D7C8, &request));
	assert_same(krb_request_udp(&request), udp);
	assert_null(krb_request_make("monitor-clock-probe", "HF.TEST", 0x2BD5E8CC, &request));
	assert_same(krb_request_tcp(&request), tcp);
}

static void kerberos_errors(void **state)
{
	static const struct {
		const char *name;
		int64_t microseconds;
	} rows[] = {{"krb-error-udp.bin", 414350}, {"krb-error-tcp-body.bin", 480443}};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets packet = vector(*state, rows[i].name);
		struct krb_answer answer;

		assert_null(krb_answer_parse(packet.bytes, packet.length, &answer));
		assert_row_int(rows[i].name, answer.error, 6);
		assert_row_int(rows[i].name, answer.time,
			       RECORDED * CLOCK_SECOND + rows[i].microseconds * CLOCK_MICROSECOND);
	}
}

static void smb(void **state)
{
	struct octets question = vector(*state, "smb2-negotiate-request.bin"),
		      packet = vector(*state, "smb2-negotiate-response.bin");
	unsigned char request[SMB2_REQUEST];
	struct smb2_answer answer;

	smb2_request(question.bytes + 80, question.bytes + 130, request);
	assert_same((struct octets){request, sizeof request}, question);
	assert_null(smb2_answer_parse(*state, packet.bytes, packet.length, &answer));
	assert_int_equal(answer.dialect, 0x0311);
	assert_row_int("time", answer.reading.time, RECORDED * CLOCK_SECOND + 338883000);
}

static void directory(void **state)
{
	static const char *const requests[] = {"ldap-rootdse-request.bin", "cldap-rootdse-request.bin"};
	static const char *const replies[] = {"ldap-rootdse-reply.bin", "cldap-rootdse-reply.bin"};

	for (size_t i = 0; i < ARRAY_LENGTH(requests); i++) {
		struct octets packet = vector(*state, replies[i]);
		unsigned char request[ROOTDSE_REQUEST];
		struct rootdse_answer answer;

		rootdse_request(1, request);
		assert_same((struct octets){request, sizeof request}, vector(*state, requests[i]));
		assert_null(rootdse_answer_parse(*state, 1, packet.bytes, packet.length, &answer));
		assert_true(answer.complete);
		assert_row_int(replies[i], answer.reading.time, RECORDED * CLOCK_SECOND);
	}
}

static void ntlm_over_rpc(void **state)
{
	struct octets question = vector(*state, "rpc-bind-ntlm-request.bin"),
		      packet = vector(*state, "rpc-bind-ack-ntlm-challenge.bin");
	struct ntlm_challenge challenge;

	assert_memory_equal(question.bytes + 80, ntlm_negotiate, NTLM_NEGOTIATE);
	assert_null(ntlm_challenge_parse(*state, packet, &challenge));
	assert_row_int("time", challenge.reading.time, RECORDED * CLOCK_SECOND + 547887000);
	assert_row_text("computer", challenge.computer, "DC1");
	assert_row_text("domain", challenge.domain, "HF");
	assert_row_text("DNS computer", challenge.dns_computer, "dc1.hf.test");
	assert_row_text("DNS domain", challenge.dns_domain, "hf.test");
}

static void ntlm_over_http(void **state)
{
	struct octets headers = vector(*state, "http-ntlm-type2-headers.txt");
	const char *text = arena_copy(*state, headers.bytes, headers.length), *token = strstr(text, "NTLM ");
	struct ntlm_challenge challenge;

	assert_non_null(token);
	token = arena_copy(*state, token + 5, strcspn(token + 5, "\r\n"));
	assert_row_text("challenge", ntlm_challenge_parse_base64(*state, token, &challenge), NULL);
	assert_row_int("time", challenge.reading.time, RECORDED * CLOCK_SECOND + 1020390000);
	assert_row_text("computer", challenge.computer, "DC1");
	assert_row_text("DNS computer", challenge.dns_computer, "vm");
	assert_null(challenge.dns_domain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ntp),       TEST(kerberos),      TEST(kerberos_errors), TEST(smb),
		TEST(directory), TEST(ntlm_over_rpc), TEST(ntlm_over_http),
	};
	const char *folder = getenv("SUITE_VECTORS");

	if (folder == NULL || *folder == 0) {
		puts("1..0 # SKIP SUITE_VECTORS names no folder of vectors");
		return 0;
	}
	return RUN_TESTS(tests);
}
