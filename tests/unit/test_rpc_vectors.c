/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Samba's endpoint mapper and services were asked and answered: the folder wire below the one that SUITE_VECTORS
 * names. Without it the whole program is skipped, for all to see.
 */
#include "suite.h"

#include "core/input_file.h"
#include "core/text.h"
#include "rpc/endpoint_map.h"

static const char drsuapi[] = "e3514235-4b06-11d1-ab04-00c04fc2dcd2/4.0";

static struct octets recorded(struct arena *arena, const char *name)
{
	const char *path = text_format(arena, "%s/wire/%s.bin", getenv("SUITE_VECTORS"), name);
	unsigned char *bytes;
	size_t length;
	const char *wrong = input_file_read(path, 1 << 16, arena, &bytes, &length);

	if (wrong != NULL)
		fail_msg("%s", wrong);
	return (struct octets){arena_exact(arena, bytes, length), length};
}

static struct rpc_interface interface_of(const char *text)
{
	struct rpc_interface interface;

	assert_null(rpc_interface_parse(text, &interface));
	return interface;
}

static void assert_same(const char *row, struct octets got, struct octets expected)
{
	assert_row_int(row, got.length, expected.length);
	if (memcmp(got.bytes, expected.bytes, expected.length) != 0)
		fail_msg("'%s': other bytes", row);
}

static void requests_byte_by_byte(void **state)
{
	static const unsigned char type_1[] =
		"NTLMSSP\0\1\0\0\0\x07\x82\x08\xa2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0a\0\x61\x4a"
		"\0\0\0\x0f";
	const struct octets token = {type_1, sizeof type_1 - 1};
	struct rpc_interface replication = interface_of(drsuapi);

	assert_same("bind of the mapper", rpc_bind(*state, &rpc_endpoint_mapper, 1),
		    recorded(*state, "rpc-bind-e1af8308"));
	assert_same("bind of drsuapi", rpc_bind(*state, &replication, 1), recorded(*state, "rpc-bind-e3514235"));
	assert_same("bind with NTLM", rpc_bind_ntlm(*state, &rpc_endpoint_mapper, 1, &token),
		    recorded(*state, "rpc-bind-ntlm-request"));
	assert_same("map of drsuapi", endpoint_map_request(*state, &replication, 2),
		    recorded(*state, "epm-map-request-e3514235"));
	assert_same("map of icpr", endpoint_map_request(*state, &rpc_icpr, 2),
		    recorded(*state, "epm-map-request-91ae6020"));
}

static void binds(void **state)
{
	static const struct {
		const char *name;
		uint16_t result, reason;
		size_t token_length;
	} rows[] = {
		{"rpc-bind-reply-e1af8308", 0, 0, 0},
		{"rpc-bind-reply-e3514235", 0, 0, 0},
		{"rpc-bind-reply-rejected-unknown-iface", 2, 1, 0},
		{"rpc-bind-ack-ntlm-challenge", 0, 0, 138},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct octets octets = recorded(*state, rows[i].name);
		struct rpc_bind_reply reply;

		assert_row_text(rows[i].name, rpc_bind_reply_parse(octets.bytes, octets.length, 1, &reply), NULL);
		assert_row_int(rows[i].name, reply.type, RPC_BIND_ACK);
		assert_row_int(rows[i].name, reply.result, rows[i].result);
		assert_row_int(rows[i].name, reply.reason, rows[i].reason);
		assert_row_int(rows[i].name, reply.auth.length, rows[i].token_length);
		if (rows[i].token_length != 0)
			assert_memory_equal(reply.auth.bytes, "NTLMSSP\0\2\0\0\0", 12);
	}
}

static void maps(void **state)
{
	struct octets found = recorded(*state, "epm-map-response-e3514235"),
		      absent = recorded(*state, "epm-map-response-91ae6020");
	struct rpc_interface replication = interface_of(drsuapi);
	struct endpoint_map map;

	assert_null(endpoint_map_parse(found.bytes, found.length, 2, &replication, &map));
	assert_int_equal(map.status, 0);
	assert_int_equal(map.towers, 1);
	assert_int_equal(map.port_count, 1);
	assert_int_equal(map.ports[0], 49153);
	assert_null(endpoint_map_parse(found.bytes, found.length, 2, &rpc_icpr, &map));
	assert_int_equal(map.port_count, 0);
	assert_null(endpoint_map_parse(absent.bytes, absent.length, 2, &rpc_icpr, &map));
	assert_int_equal(map.status, ENDPOINT_NOT_REGISTERED);
	assert_int_equal(map.towers, 0);
}

static void truncated_at_every_byte(void **state)
{
	static const char *const names[] = {"rpc-bind-reply-e1af8308", "rpc-bind-ack-ntlm-challenge",
					    "epm-map-response-e3514235", "epm-map-response-91ae6020"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		struct octets whole = recorded(*state, names[i]);

		for (size_t length = 0; length < whole.length; length++) {
			const unsigned char *part = arena_exact(*state, whole.bytes, length);
			struct rpc_bind_reply reply;
			struct endpoint_map map;

			assert_row_accepted(names[i], rpc_bind_reply_parse(part, length, 1, &reply), false);
			assert_row_accepted(names[i], endpoint_map_parse(part, length, 2, &rpc_icpr, &map), false);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(requests_byte_by_byte),
		TEST(binds),
		TEST(maps),
		TEST(truncated_at_every_byte),
	};
	const char *folder = getenv("SUITE_VECTORS");

	if (folder == NULL || *folder == 0) {
		puts("1..0 # SKIP SUITE_VECTORS names no folder of vectors");
		return 0;
	}
	return RUN_TESTS(tests);
}
