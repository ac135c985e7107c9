/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the endpoint mapper: ports of towers, and every length that may lie. */
#include "rpc_sample.h"

enum { TCP = 7, PIPE = 0x0f };

/* Where things stand in an answer with one tower. */
enum {
	TOWERS = 44,
	MOST = 48,
	OFFSET = 52,
	SLOTS = 56,
	POINTER = 60,
	TOWER_MOST = 64,
	TOWER_LENGTH = 68,
	FLOORS = 72,
	FIRST_LEFT = 74,
	FIRST_RIGHT = 95,
	STATUS = 148,
	WHOLE = 152,
};

static const struct rpc_interface other = {.uuid = {{1, 2, 3}}};

static const char *parse(struct arena *arena, struct octets octets, struct endpoint_map *ret_map)
{
	return endpoint_map_parse(arena_exact(arena, octets.bytes, octets.length), octets.length, SAMPLE_CALL,
				  &rpc_icpr, ret_map);
}

static struct tower_sample tcp(uint16_t port)
{
	return (struct tower_sample){.interface = &rpc_icpr, .transport = TCP, .port = port, .floors = 5};
}

static void one_port(void **state)
{
	struct tower_sample tower = tcp(SAMPLE_PORT);
	struct octets answer = sample_map(*state, &tower, 1, 0);
	struct endpoint_map map;

	assert_int_equal(answer.length, WHOLE);
	assert_null(parse(*state, answer, &map));
	assert_false(map.fault);
	assert_int_equal(map.status, 0);
	assert_int_equal(map.towers, 1);
	assert_int_equal(map.port_count, 1);
	assert_int_equal(map.ports[0], SAMPLE_PORT);
}

static void not_registered(void **state)
{
	struct endpoint_map map;

	assert_null(parse(*state, sample_map(*state, NULL, 0, ENDPOINT_NOT_REGISTERED), &map));
	assert_int_equal(map.status, ENDPOINT_NOT_REGISTERED);
	assert_int_equal(map.port_count, 0);
	assert_false(map.fault);
}

/* Each of the first four floors must be what it is. */
static void other_floors(void **state)
{
	static const size_t first_bytes[] = {76, 77, 101, 102, 126, 133};
	struct tower_sample tower = tcp(SAMPLE_PORT);
	struct octets good = sample_map(*state, &tower, 1, 0);

	for (size_t i = 0; i < ARRAY_LENGTH(first_bytes); i++) {
		unsigned char *bytes = copy_of(*state, good);
		struct endpoint_map map;

		bytes[first_bytes[i]] ^= 0x20;
		assert_null(endpoint_map_parse(bytes, good.length, SAMPLE_CALL, &rpc_icpr, &map));
		assert_int_equal(map.towers, 1);
		if (map.port_count != 0)
			fail_msg("byte %zu was not looked at", first_bytes[i]);
	}
}

static void a_fault(void **state)
{
	struct endpoint_map map;

	assert_null(parse(*state, sample_fault(*state, RPC_ACCESS_DENIED), &map));
	assert_true(map.fault);
	assert_int_equal(map.status, RPC_ACCESS_DENIED);
}

/* In the mapper's order, each once; what is no TCP, of another interface or without a port is passed by. */
static void several_towers(void **state)
{
	struct tower_sample towers[] = {tcp(50001), tcp(50002), tcp(50001), tcp(50003), tcp(50004), tcp(0)};
	struct endpoint_map map;

	towers[3].transport = PIPE;
	towers[4].interface = &other;
	assert_null(parse(*state, sample_map(*state, towers, ARRAY_LENGTH(towers), 0), &map));
	assert_int_equal(map.towers, 6);
	assert_int_equal(map.port_count, 2);
	assert_int_equal(map.ports[0], 50001);
	assert_int_equal(map.ports[1], 50002);
}

/* RPC_FRAGMENT_MAX holds 66 of them. */
static void as_many_towers_as_are_taken(void **state)
{
	struct tower_sample towers[ENDPOINT_TOWERS_MAX + 1];
	struct endpoint_map map;

	for (size_t i = 0; i < ARRAY_LENGTH(towers); i++)
		towers[i] = tcp((uint16_t)(50000 + i));
	assert_null(parse(*state, sample_map(*state, towers, ENDPOINT_TOWERS_MAX, 0), &map));
	assert_int_equal(map.port_count, ENDPOINT_TOWERS_MAX);
	assert_int_equal(map.ports[ENDPOINT_TOWERS_MAX - 1], 50000 + ENDPOINT_TOWERS_MAX - 1);
	assert_contains(parse(*state, sample_map(*state, towers, ENDPOINT_TOWERS_MAX + 1, 0), &map), "more endpoints");
}

static void lying_numbers(void **state)
{
	static const struct {
		size_t offset;
		uint32_t value;
		const char *words;
	} rows[] = {
		{TOWERS, 2, "contradict"},
		{TOWERS, 0, "contradict"},
		{MOST, 0, "contradict"},
		{OFFSET, 1, "contradict"},
		{SLOTS, 0, "contradict"},
		{SLOTS, 2, "contradict"},
		{SLOTS, 65, "more endpoints"},
		{SLOTS, 0xFFFFFFFF, "more endpoints"},
		{POINTER, 0, "behind the list"},
		{TOWER_MOST, 76, "two lengths"},
		{TOWER_LENGTH, 74, "two lengths"},
		{TOWER_LENGTH, 84, "beyond the message"},
		{TOWER_LENGTH, 0xFFFFFFFF, "beyond the message"},
		{STATUS, 0, NULL},
	};
	struct tower_sample tower = tcp(SAMPLE_PORT);
	struct octets good = sample_map(*state, &tower, 1, 0);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = copy_of(*state, good);
		struct endpoint_map map;
		const char *wrong;

		for (size_t k = 0; k < 4; k++)
			bytes[rows[i].offset + k] = (unsigned char)(rows[i].value >> 8 * k);
		wrong = endpoint_map_parse(bytes, good.length, SAMPLE_CALL, &rpc_icpr, &map);
		if (rows[i].words != NULL)
			assert_contains(wrong, rows[i].words);
		else
			assert_null(wrong);
	}
}

static void towers_that_lie(void **state)
{
	static const struct {
		size_t offset;
		uint16_t value;
		const char *words;
	} rows[] = {
		{FLOORS, 6, "beyond its end"},          {FLOORS, 0xFFFF, "beyond its end"},
		{FLOORS, 4, "bytes behind its floors"}, {FLOORS, 0, "bytes behind its floors"},
		{FIRST_LEFT, 74, "beyond its end"},     {FIRST_LEFT, 0xFFFF, "beyond its end"},
		{FIRST_LEFT, 0, "beyond its end"},      {FIRST_RIGHT, 0xFFFF, "beyond its end"},
		{FIRST_RIGHT, 53, "beyond its end"},
	};
	struct tower_sample tower = tcp(SAMPLE_PORT);
	struct octets good = sample_map(*state, &tower, 1, 0);

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned char *bytes = copy_of(*state, good);
		struct endpoint_map map;

		bytes[rows[i].offset] = (unsigned char)(rows[i].value & 0xFF);
		bytes[rows[i].offset + 1] = (unsigned char)(rows[i].value >> 8);
		assert_contains(endpoint_map_parse(bytes, good.length, SAMPLE_CALL, &rpc_icpr, &map), rows[i].words);
	}
}

/* A tower whose length (both of them) ends at each byte of it. */
static void towers_of_every_length(void **state)
{
	struct tower_sample tower = tcp(SAMPLE_PORT);
	struct octets good = sample_map(*state, &tower, 1, 0);

	for (unsigned char length = 0; length < 75; length++) {
		unsigned char *bytes = copy_of(*state, good);
		struct endpoint_map map;

		bytes[TOWER_MOST] = bytes[TOWER_LENGTH] = length;
		assert_non_null(endpoint_map_parse(bytes, good.length, SAMPLE_CALL, &rpc_icpr, &map));
	}
}

static void truncated_at_every_byte(void **state)
{
	struct tower_sample towers[] = {tcp(50001), tcp(50002)};
	struct octets good = sample_map(*state, towers, ARRAY_LENGTH(towers), 0);

	for (size_t length = 0; length < good.length; length++) {
		struct endpoint_map map = {.towers = 4711};

		assert_contains(parse(*state, (struct octets){good.bytes, length}, &map), "ends too early");
		assert_int_equal(map.towers, 4711);
	}
	for (size_t length = RPC_HEADER_LENGTH; length < good.length; length++) {
		unsigned char *bytes = copy_of(*state, (struct octets){good.bytes, length});
		struct endpoint_map map;

		bytes[8] = (unsigned char)(length & 0xFF);
		bytes[9] = (unsigned char)(length >> 8);
		assert_non_null(endpoint_map_parse(bytes, length, SAMPLE_CALL, &rpc_icpr, &map));
	}
}

static void other_messages(void **state)
{
	struct endpoint_map map;

	assert_contains(parse(*state, sample_ack(*state, 0, 0, "135"), &map), "another kind");
	assert_contains(parse(*state, sample_nak(*state, 0), &map), "another kind");
	assert_contains(parse(*state, (struct octets){(const unsigned char *)"HTTP/1.1 400", 12}, &map), "not RPC");
}

static void the_request(void **state)
{
	struct octets request = endpoint_map_request(*state, &rpc_icpr, 2);

	assert_int_equal(request.length, 156);
	assert_int_equal(request.bytes[8], 156);
	assert_int_equal(request.bytes[16], 132);
	assert_int_equal(request.bytes[22], 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_port),
		TEST(not_registered),
		TEST(other_floors),
		TEST(a_fault),
		TEST(several_towers),
		TEST(as_many_towers_as_are_taken),
		TEST(lying_numbers),
		TEST(towers_that_lie),
		TEST(towers_of_every_length),
		TEST(truncated_at_every_byte),
		TEST(other_messages),
		TEST(the_request),
	};

	return RUN_TESTS(tests);
}
