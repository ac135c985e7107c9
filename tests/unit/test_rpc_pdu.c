/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binds and their answers: what is accepted, and what is refused in words. */
#include "rpc_sample.h"

static const char *parse(struct arena *arena, struct octets octets, struct rpc_bind_reply *ret_reply)
{
	return rpc_bind_reply_parse(arena_exact(arena, octets.bytes, octets.length), octets.length, SAMPLE_CALL,
				    ret_reply);
}

/* --- names --- */

static void interfaces_as_text(void **state)
{
	static const struct {
		const char *text, *shown; /* NULL: refused */
	} rows[] = {
		{"icpr", "ICPR"},
		{"ICPR", "ICPR"},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be", "ICPR"},
		{"91AE6020-9E3C-11CF-8D7C-00AA00C091BE/0.0", "ICPR"},
		{"e3514235-4b06-11d1-ab04-00c04fc2dcd2/4.0", "e3514235-4b06-11d1-ab04-00c04fc2dcd2 version 4.0"},
		{"e3514235-4b06-11d1-ab04-00c04fc2dcd2/65535.65535",
		 "e3514235-4b06-11d1-ab04-00c04fc2dcd2 version 65535.65535"},
		{"e3514235-4b06-11d1-ab04-00c04fc2dcd2", "e3514235-4b06-11d1-ab04-00c04fc2dcd2 version 4.0"},
		{"E3514235-4B06-11D1-AB04-00C04FC2DCD2", "e3514235-4b06-11d1-ab04-00c04fc2dcd2 version 4.0"},
		{"e3514235-4b06-11d1-ab04-00c04fc2dcd2/0.0", "e3514235-4b06-11d1-ab04-00c04fc2dcd2 version 0.0"},
		{"e1af8308-5d1f-11c9-91a4-08002b14a0fa", "e1af8308-5d1f-11c9-91a4-08002b14a0fa version 3.0"},
		{"12345678-1234-abcd-ef00-01234567cffb", "12345678-1234-abcd-ef00-01234567cffb version 1.0"},
		{"12345778-1234-abcd-ef00-0123456789ac", "12345778-1234-abcd-ef00-0123456789ac version 1.0"},
		{"afa8bd80-7d8a-11c9-bef4-08002b102989", "afa8bd80-7d8a-11c9-bef4-08002b102989 version 1.0"},
		{"12345778-1234-abcd-ef00-0123456789ab", "12345778-1234-abcd-ef00-0123456789ab version 0.0"},
		{"", NULL},
		{"icp", NULL},
		{"icpr/0.0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091b", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091bg", NULL},
		{"g1ae6020-9e3c-11cf-8d7c-00aa00c091be", NULL},
		{"91ae602009e3c-11cf-8d7c-00aa00c091be", NULL},
		{"{91ae6020-9e3c-11cf-8d7c-00aa00c091be}", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/4", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/.0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/4.", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/4.0.0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/-1.0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/65536.0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/0.65536", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/000000.0", NULL},
		{"91ae6020-9e3c-11cf-8d7c-00aa00c091be/0000000000000000000000000000000000000000000000000000004.0",
		 NULL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const char *text = arena_exact(*state, rows[i].text, strlen(rows[i].text) + 1);
		struct rpc_interface interface;
		const char *wrong = rpc_interface_parse(text, &interface);

		assert_row_accepted(rows[i].text, wrong, rows[i].shown != NULL);
		if (wrong == NULL)
			assert_row_text(rows[i].text, rpc_interface_text(*state, &interface), rows[i].shown);
	}
}

/* --- what we send: see test_rpc_vectors for whole recordings --- */

static void a_bind(void **state)
{
	struct octets bind = rpc_bind(*state, &rpc_icpr, SAMPLE_CALL);

	assert_int_equal(bind.length, 72);
	assert_int_equal(bind.bytes[2], RPC_BIND);
	assert_int_equal(bind.bytes[8], 72);
	assert_int_equal(bind.bytes[12], SAMPLE_CALL);
	assert_memory_equal(bind.bytes + 32, rpc_icpr.uuid.bytes, 16);
}

static void a_bind_with_a_token(void **state)
{
	const struct octets token = {(const unsigned char *)"NTLMSSP\0\1\0\0\0", 12};
	struct octets bind = rpc_bind_ntlm(*state, &rpc_endpoint_mapper, SAMPLE_CALL, &token);

	assert_int_equal(bind.length, 72 + 8 + 12);
	assert_int_equal(bind.bytes[3], 7);
	assert_int_equal(bind.bytes[10], 12);
	assert_int_equal(bind.bytes[72], 10);
	assert_memory_equal(bind.bytes + 80, token.bytes, token.length);
}

/* --- answers --- */

static void an_accepted_bind(void **state)
{
	static const char *const addresses[] = {"", "1", "12", "135", "49197", "\\PIPE\\cert"};

	for (size_t i = 0; i < ARRAY_LENGTH(addresses); i++) {
		struct rpc_bind_reply reply;

		assert_row_text(addresses[i], parse(*state, sample_ack(*state, 0, 0, addresses[i]), &reply), NULL);
		assert_true(rpc_bind_accepted(&reply));
		assert_null(reply.auth.bytes);
	}
}

static void refusals(void **state)
{
	const struct {
		struct octets octets;
		bool congested, unknown;
		const char *words;
	} rows[] = {
		{sample_ack(*state, 2, 0, "135"), false, false, "result 2, reason 0: no reason given"},
		{sample_ack(*state, 2, 1, "135"), false, true, "result 2, reason 1: the interface is not served there"},
		{sample_ack(*state, 2, 2, "135"), false, false,
		 "result 2, reason 2: the transfer syntax is not spoken there"},
		{sample_ack(*state, 2, 3, "135"), true, false, "result 2, reason 3: too many clients"},
		{sample_ack(*state, 1, 3, "135"), false, false, "result 1, reason 3: too many clients"},
		{sample_ack(*state, 3, 65535, "135"), false, false, "result 3, reason 65535: unknown reason"},
		{sample_nak(*state, 0), false, false, "bind_nak, reason 0: no reason given"},
		{sample_nak(*state, 1), true, false, "bind_nak, reason 1: temporary congestion"},
		{sample_nak(*state, 2), true, false, "bind_nak, reason 2: too many clients"},
		{sample_nak(*state, 8), false, false, "bind_nak, reason 8: authentication type not recognized"},
		{sample_nak(*state, 9), false, false, "bind_nak, reason 9: invalid checksum"},
		{sample_nak(*state, 10), false, false, "bind_nak, reason 10: unknown reason"},
		{sample_fault(*state, 5), false, false, "fault 0x00000005"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct rpc_bind_reply reply;

		assert_row_text(rows[i].words, parse(*state, rows[i].octets, &reply), NULL);
		assert_row_int(rows[i].words, rpc_bind_accepted(&reply), false);
		assert_row_int(rows[i].words, rpc_bind_congested(&reply), rows[i].congested);
		assert_row_int(rows[i].words, rpc_bind_unknown_interface(&reply), rows[i].unknown);
		assert_row_text(rows[i].words, rpc_bind_refusal(*state, &reply), rows[i].words);
	}
}

/* One byte of a good answer is another one. */
static void wrong_bytes(void **state)
{
	static const struct {
		size_t offset;
		unsigned char byte;
		const char *words;
	} rows[] = {
		{0, 4, "not RPC of version 5.0"},
		{1, 1, "not RPC of version 5.0"},
		{2, RPC_RESPONSE, "another kind"},
		{2, RPC_BIND, "another kind"},
		{3, 1, "fragments"},
		{3, 2, "fragments"},
		{3, 0, "fragments"},
		{4, 0x00, "big-endian"},
		{4, 0x01, "big-endian"},
		{8, 59, "more than the RPC message"},
		{8, 61, "ends too early"},
		{8, 15, "impossible length"},
		{9, 0xFF, "impossible length"},
		{10, 1, ""},
		{11, 0xFF, "authentication is longer"},
		{12, SAMPLE_CALL + 1, "another RPC call"},
		{15, 1, "another RPC call"},
		{24, 0xFF, "address is longer"},
		{25, 0xFF, "address is longer"},
		{24, 0, "number of results"},
		{32, 0, "number of results"},
		{32, 2, "number of results"},
		{40, 0, "transfer syntax that was not offered"},
		{56, 1, "transfer syntax that was not offered"},
	};
	struct octets good = sample_ack(*state, 0, 0, "135");

	assert_int_equal(good.length, 60);
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = copy_of(*state, good);
		struct rpc_bind_reply reply;
		const char *wrong;

		bytes[rows[i].offset] = rows[i].byte;
		wrong = rpc_bind_reply_parse(bytes, good.length, SAMPLE_CALL, &reply);
		assert_row_accepted(rows[i].words, wrong, false);
		assert_contains(wrong, rows[i].words);
	}
}

/* The bits beside first and last fragment (concurrent multiplexing, header signing) are no fault. */
static void other_flags(void **state)
{
	struct octets good = sample_ack(*state, 0, 0, "135");
	unsigned char *bytes = copy_of(*state, good);
	struct rpc_bind_reply reply;

	bytes[3] = 0x17;
	assert_null(rpc_bind_reply_parse(bytes, good.length, SAMPLE_CALL, &reply));
}

static void truncated_at_every_byte(void **state)
{
	const struct octets whole[] = {sample_ack(*state, 0, 0, "49197"), sample_nak(*state, 8),
				       sample_fault(*state, 5)};

	for (size_t i = 0; i < ARRAY_LENGTH(whole); i++)
		for (size_t length = 0; length < whole[i].length; length++) {
			struct octets part = {whole[i].bytes, length};
			struct rpc_bind_reply reply;

			assert_contains(parse(*state, part, &reply), "ends too early");
		}
}

/* The same where the length tells the truth about the little that is left. */
static void shortened_at_every_byte(void **state)
{
	struct octets good = sample_ack(*state, 0, 0, "49197");

	for (size_t length = RPC_HEADER_LENGTH; length < good.length; length++) {
		unsigned char *bytes = copy_of(*state, (struct octets){good.bytes, length});
		struct rpc_bind_reply reply = {.reason = 4711};

		bytes[8] = (unsigned char)length;
		assert_non_null(rpc_bind_reply_parse(bytes, length, SAMPLE_CALL, &reply));
		assert_int_equal(reply.reason, 4711);
	}
}

/* --- tokens --- */

static struct octets with_token(struct arena *arena, uint16_t told, size_t padding, uint8_t padding_told)
{
	static const char token[] = "NTLMSSP";
	struct octets ack = sample_ack(arena, 0, 0, "135");
	struct text_buffer buffer = {.arena = arena};

	text_append_bytes(&buffer, (const char *)ack.bytes, ack.length);
	buffer.data[10] = (char)(told & 0xFF);
	buffer.data[11] = (char)(told >> 8);
	rpc_write_zeros(&buffer, padding);
	rpc_write_u16(&buffer, 0x020a);
	rpc_write_u8(&buffer, padding_told);
	rpc_write_zeros(&buffer, 5);
	text_append_bytes(&buffer, token, sizeof token);
	return rpc_pdu_finish(&buffer);
}

static void tokens(void **state)
{
	struct rpc_bind_reply reply;

	assert_null(parse(*state, with_token(*state, 8, 0, 0), &reply));
	assert_int_equal(reply.auth.length, 8);
	assert_memory_equal(reply.auth.bytes, "NTLMSSP", 8);
	assert_null(parse(*state, with_token(*state, 8, 4, 4), &reply));
	assert_memory_equal(reply.auth.bytes, "NTLMSSP", 8);
}

static void tokens_that_lie(void **state)
{
	struct rpc_bind_reply reply;

	assert_contains(parse(*state, with_token(*state, 8, 4, 0), &reply), "bytes behind its result");
	assert_contains(parse(*state, with_token(*state, 8, 0, 1), &reply), "ends inside its result");
	assert_contains(parse(*state, with_token(*state, 8, 0, 255), &reply), "padding is longer");
	assert_contains(parse(*state, with_token(*state, 0, 0, 0), &reply), "bytes behind its result");
	assert_contains(parse(*state, with_token(*state, 65535, 0, 0), &reply), "authentication is longer");
	for (uint16_t told = 53; told < 80; told++)
		assert_row_accepted("long token", parse(*state, with_token(*state, told, 0, 0), &reply), false);
}

/* A message that has no room for what stands in front of a token. */
static void tokens_without_room(void **state)
{
	struct octets nak = sample_nak(*state, 8);
	unsigned char *bytes = copy_of(*state, nak);
	struct rpc_bind_reply reply;

	for (unsigned char told = 1; told < 8; told++) {
		bytes[10] = told;
		assert_contains(rpc_bind_reply_parse(bytes, nak.length, SAMPLE_CALL, &reply),
				"authentication is longer");
	}
}

/* --- where a PDU ends --- */

static void extents(void **state)
{
	struct octets good = sample_ack(*state, 0, 0, "135");
	size_t extent;

	for (size_t length = 0; length <= good.length; length++) {
		assert_null(rpc_pdu_extent(arena_exact(*state, good.bytes, length), length, &extent));
		assert_int_equal(extent, length < RPC_HEADER_LENGTH ? 0 : 60);
	}
	assert_non_null(rpc_pdu_extent((const unsigned char *)"H", 1, &extent));
	assert_non_null(rpc_pdu_extent((const unsigned char *)"\5\1", 2, &extent));
	assert_non_null(rpc_pdu_extent((const unsigned char *)"\5\0\0\0\0", 5, &extent));
}

static void the_longest_message(void **state)
{
	struct octets good = sample_ack(*state, 0, 0, "135");
	unsigned char *bytes = copy_of(*state, good);
	size_t extent;

	bytes[8] = RPC_FRAGMENT_MAX & 0xFF;
	bytes[9] = RPC_FRAGMENT_MAX >> 8;
	assert_null(rpc_pdu_extent(bytes, good.length, &extent));
	assert_int_equal(extent, RPC_FRAGMENT_MAX);
	bytes[8]++;
	assert_contains(rpc_pdu_extent(bytes, good.length, &extent), "impossible length");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(interfaces_as_text),
		TEST(a_bind),
		TEST(a_bind_with_a_token),
		TEST(an_accepted_bind),
		TEST(refusals),
		TEST(wrong_bytes),
		TEST(other_flags),
		TEST(truncated_at_every_byte),
		TEST(shortened_at_every_byte),
		TEST(tokens),
		TEST(tokens_that_lie),
		TEST(tokens_without_room),
		TEST(extents),
		TEST(the_longest_message),
	};

	return RUN_TESTS(tests);
}
