/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every verdict about a CA's RPC service (facts: clock-rpc.md B.3), at facts that no network made. */
#include "suite.h"

#include "judge/judge_ca_rpc.h"

struct scene {
	struct arena *arena;
	struct ca_rpc facts;
	struct rpc_talk services[3];
	struct ca_rpc_policy policy;
	struct findings *findings;
};

static const struct exchange_answer complete = {
	.outcome = EXCHANGE_COMPLETE,
	.phase = EXCHANGE_PHASE_ANSWER,
	.detail = "",
	.address = "192.0.2.1 port 135",
	.connect = 0.001,
	.wait = 0.002,
	.total = 0.003,
	.attempts = 1,
};

static struct rpc_talk accepted(uint16_t port)
{
	return (struct rpc_talk){.port = port, .answer = complete, .answered = true, .reply = {.type = RPC_BIND_ACK}};
}

/* A CA that is fine. */
static struct scene scene_of(struct arena *arena)
{
	return (struct scene){
		.arena = arena,
		.facts =
			{
				.host = "ca1.test",
				.interface = rpc_icpr,
				.mapper = accepted(135),
				.mapped = true,
				.map = {.towers = 1, .ports = {49197}, .port_count = 1},
				.service_count = 1,
				.total = 0.0064,
			},
		.services = {accepted(49197)},
		.policy = {.timeout_status = STATUS_CRITICAL},
	};
}

/* "STATE CAUSE" of the worst finding. */
static const char *judged(struct scene *scene)
{
	size_t count;
	const struct finding *worst;

	scene->facts.services = scene->services;
	scene->findings = findings_create(scene->arena);
	judge_ca_rpc(&scene->facts, &scene->policy, scene->findings);
	worst = findings_worst(scene->findings, &count);
	return worst->status == STATUS_OK ? "OK"
					  : text_format(scene->arena, "%s %s %s", worst->id, status_name(worst->status),
							cause_id(worst->cause));
}

static const struct finding *finding_of(const struct scene *scene, const char *id)
{
	for (const struct finding *at = scene->findings->roots; at != NULL; at = finding_following(at))
		if (strcmp(at->id, id) == 0)
			return at;
	return NULL;
}

static const char *sentence(const struct scene *scene, const char *id)
{
	const struct finding *finding = finding_of(scene, id);

	return finding != NULL ? finding->sentence : NULL;
}

static const char *notes(const struct scene *scene, const char *id)
{
	struct text_buffer text = {.arena = scene->arena};

	for (const struct note *note = finding_of(scene, id)->notes; note != NULL; note = note->next)
		text_append(&text, "%u %s; ", note->verbosity, note->text);
	return text_of(&text);
}

static bool is_measured(const struct scene *scene, const char *label)
{
	for (const struct finding *at = scene->findings->roots; at != NULL; at = finding_following(at))
		for (const struct measure *measure = at->measures; measure != NULL; measure = measure->next)
			if (strcmp(measure->label, label) == 0)
				return true;
	return false;
}

static const struct fact *fact_of(const struct scene *scene, const char *key)
{
	for (const struct fact *fact = scene->findings->facts; fact != NULL; fact = fact->next)
		if (strcmp(fact->key, key) == 0)
			return fact;
	return NULL;
}

static void fails(struct rpc_talk *talk, enum exchange_outcome outcome, enum exchange_phase phase)
{
	talk->answer.outcome = outcome;
	talk->answer.phase = phase;
	talk->answer.detail = "the reason";
	talk->answered = false;
	talk->reply = (struct rpc_bind_reply){.result = 0};
}

/* --- fine --- */

static void a_healthy_ca(void **state)
{
	struct scene scene = scene_of(*state);

	assert_string_equal(judged(&scene), "OK");
	assert_string_equal(scene.findings->summary,
			    "ICPR is registered and listens on ca1.test port 49197, 6.4 ms for everything");
	assert_string_equal(sentence(&scene, "endpoint_mapper"), "ca1.test port 135 answers in 3.0 ms");
	assert_string_equal(sentence(&scene, "service"),
			    "ca1.test port 49197 accepts ICPR, connected in 1.0 ms, answered in 2.0 ms");
	assert_true(is_measured(&scene, "time") && is_measured(&scene, "time_connect"));
	assert_true(fact_of(&scene, "port")->number == 49197);
	assert_string_equal(fact_of(&scene, "interface")->text, "ICPR");
	assert_string_equal(notes(&scene, "service"), "1 Asked 192.0.2.1 port 135; ");
}

static void a_port_that_was_given(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.port_given = true;
	scene.facts.mapped = false;
	scene.facts.mapper = (struct rpc_talk){.port = 0};
	assert_string_equal(judged(&scene), "OK");
	assert_null(finding_of(&scene, "endpoint_mapper"));
	assert_contains(scene.findings->summary, "ICPR listens on ca1.test port 49197");
}

static void addresses_of_ipv6(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.host = "2001:db8::1";
	assert_string_equal(judged(&scene), "OK");
	assert_contains(sentence(&scene, "service"), "[2001:db8::1] port 49197 accepts");
}

/* --- the table --- */

struct transport_row {
	enum exchange_outcome outcome;
	enum exchange_phase phase;
	const char *wanted, *words;
	bool told; /* that NDES meets 0x800706BA */
};

static void the_mapper_is_not_reached(void **state)
{
	static const struct transport_row rows[] = {
		{EXCHANGE_NAME_NOT_FOUND, EXCHANGE_PHASE_RESOLVE, "endpoint_mapper CRITICAL NET-DNS",
		 "ca1.test port 135 has no address", true},
		{EXCHANGE_NO_FAMILY, EXCHANGE_PHASE_RESOLVE, "endpoint_mapper CRITICAL NET-FAMILY",
		 "ca1.test port 135 can't be asked: the reason", false},
		{EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT, "endpoint_mapper CRITICAL RPC-MAPPER-BLOCKED",
		 "ca1.test port 135 refuses the connection: a firewall", true},
		{EXCHANGE_UNREACHABLE, EXCHANGE_PHASE_CONNECT, "endpoint_mapper CRITICAL NET-UNREACHABLE",
		 "ca1.test port 135 can't be reached: the reason", true},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_RESOLVE, "endpoint_mapper CRITICAL NET-DNS", "name resolution",
		 true},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_CONNECT, "endpoint_mapper CRITICAL RPC-MAPPER-BLOCKED",
		 "no answer from ca1.test port 135 in time, stuck in the connect: a firewall drops it", true},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER, "endpoint_mapper CRITICAL RPC-TIMEOUT", "stays silent",
		 true},
		{EXCHANGE_CLOSED, EXCHANGE_PHASE_ANSWER, "endpoint_mapper CRITICAL RPC-PROTOCOL", "breaks it off",
		 false},
		{EXCHANGE_TOO_LARGE, EXCHANGE_PHASE_ANSWER, "endpoint_mapper CRITICAL RPC-PROTOCOL",
		 "more than an RPC answer", false},
		{EXCHANGE_SETUP, EXCHANGE_PHASE_CONNECT, "endpoint_mapper UNKNOWN CLIENT-SETUP",
		 "was not asked: the reason", false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state);

		fails(&scene.facts.mapper, rows[i].outcome, rows[i].phase);
		assert_row_text(rows[i].words, judged(&scene), rows[i].wanted);
		assert_contains(sentence(&scene, "endpoint_mapper"), rows[i].words);
		assert_row_int(rows[i].words, occurrences(notes(&scene, "endpoint_mapper"), "0x800706BA"),
			       rows[i].told);
		assert_row_int(rows[i].words, finding_of(&scene, "endpoint_mapper")->windows.code == 0x800706BA,
			       rows[i].told);
		assert_null(finding_of(&scene, "service"));
		assert_true(is_measured(&scene, "time"));
		assert_false(is_measured(&scene, "time_connect"));
	}
}

static void the_service_is_not_reached(void **state)
{
	static const struct transport_row rows[] = {
		{EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT, "service CRITICAL RPC-PORT-BLOCKED",
		 "ca1.test port 49197 (the port that the endpoint mapper names) refuses", true},
		{EXCHANGE_UNREACHABLE, EXCHANGE_PHASE_CONNECT, "service CRITICAL NET-UNREACHABLE", "port 49197", true},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_CONNECT, "service CRITICAL RPC-PORT-BLOCKED", "49152-65535", true},
		{EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER, "service CRITICAL RPC-TIMEOUT", "stays silent", false},
		{EXCHANGE_CLOSED, EXCHANGE_PHASE_ANSWER, "service CRITICAL RPC-PROTOCOL", "breaks it off", false},
		{EXCHANGE_TOO_LARGE, EXCHANGE_PHASE_ANSWER, "service CRITICAL RPC-PROTOCOL", "more than", false},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state);

		fails(&scene.services[0], rows[i].outcome, rows[i].phase);
		assert_row_text(rows[i].words, judged(&scene), rows[i].wanted);
		assert_contains(sentence(&scene, "service"), rows[i].words);
		assert_row_int(rows[i].words, occurrences(notes(&scene, "service"), "0x800706BA"), rows[i].told);
		assert_row_int(rows[i].words, is_measured(&scene, "time_connect"),
			       rows[i].phase == EXCHANGE_PHASE_ANSWER);
	}
}

static void a_given_port_is_not_reached(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.port_given = true;
	fails(&scene.services[0], EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT);
	assert_string_equal(judged(&scene), "service CRITICAL RPC-PORT-BLOCKED");
	assert_contains(sentence(&scene, "service"),
			"(the port of --port) refuses the connection: the CA service is stopped");
	fails(&scene.services[0], EXCHANGE_NAME_NOT_FOUND, EXCHANGE_PHASE_RESOLVE);
	assert_string_equal(judged(&scene), "service CRITICAL NET-DNS");
}

static void time_limits_with_a_state(void **state)
{
	struct scene scene = scene_of(*state);

	scene.policy.timeout_status = STATUS_UNKNOWN;
	fails(&scene.services[0], EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_CONNECT);
	assert_string_equal(judged(&scene), "service UNKNOWN RPC-PORT-BLOCKED");
	fails(&scene.services[0], EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT);
	assert_string_equal(judged(&scene), "service CRITICAL RPC-PORT-BLOCKED");
}

static void silence_that_the_time_limit_calls_ok(void **state)
{
	struct scene scene = scene_of(*state);

	scene.policy.timeout_status = STATUS_OK;
	fails(&scene.services[0], EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER);
	assert_string_equal(judged(&scene), "OK");
	assert_null(scene.findings->summary);
	assert_ptr_equal(scene.findings->late, finding_of(&scene, "service"));
	fails(&scene.facts.mapper, EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_ANSWER);
	scene.facts.service_count = 0;
	assert_string_equal(judged(&scene), "OK");
	assert_ptr_equal(scene.findings->late, finding_of(&scene, "endpoint_mapper"));
	assert_null(finding_of(&scene, "service"));
}

static void refused_binds(void **state)
{
	static const struct {
		struct rpc_bind_reply reply;
		const char *mapper, *service;
	} rows[] = {
		{{.type = RPC_BIND_ACK, .result = 2, .reason = 1},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
		{{.type = RPC_BIND_ACK, .result = 2, .reason = 0},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
		{{.type = RPC_BIND_ACK, .result = 1, .reason = 0},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
		{{.type = RPC_BIND_ACK, .result = 2, .reason = 3},
		 "endpoint_mapper UNKNOWN RPC-BUSY",
		 "service CRITICAL RPC-BUSY"},
		{{.type = RPC_BIND_NAK, .reason = 0},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
		{{.type = RPC_BIND_NAK, .reason = 8},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
		{{.type = RPC_BIND_NAK, .reason = 1}, "endpoint_mapper UNKNOWN RPC-BUSY", "service CRITICAL RPC-BUSY"},
		{{.type = RPC_BIND_NAK, .reason = 2}, "endpoint_mapper UNKNOWN RPC-BUSY", "service CRITICAL RPC-BUSY"},
		{{.type = RPC_FAULT, .status = 0x721},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
		{{.type = RPC_FAULT, .status = 5},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "service CRITICAL RPC-OTHER-SERVICE"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state), other = scene_of(*state);

		scene.facts.mapper.reply = rows[i].reply;
		assert_row_text(rows[i].mapper, judged(&scene), rows[i].mapper);
		assert_null(finding_of(&scene, "service"));
		other.services[0].reply = rows[i].reply;
		assert_row_text(rows[i].service, judged(&other), rows[i].service);
		assert_true(is_measured(&other, "time_connect"));
		assert_null(fact_of(&other, "port"));
	}
}

static void words_of_refusals(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.mapper.reply = (struct rpc_bind_reply){.type = RPC_BIND_NAK, .reason = 8};
	judged(&scene);
	assert_contains(sentence(&scene, "endpoint_mapper"),
			"the endpoint mapper wants authentication: ca1.test port 135 answers nobody without a login");
	assert_contains(sentence(&scene, "endpoint_mapper"), "--port");
	scene = scene_of(*state);
	scene.facts.mapper.reply = (struct rpc_bind_reply){.type = RPC_BIND_ACK, .result = 2, .reason = 1};
	judged(&scene);
	assert_contains(
		sentence(&scene, "endpoint_mapper"),
		"the endpoint mapper wants authentication, or another service has that port: ca1.test port "
		"135 refuses to be the endpoint mapper (result 2, reason 1: the interface is not served there)");
	scene = scene_of(*state);
	scene.facts.mapper.reply = (struct rpc_bind_reply){.type = RPC_BIND_NAK, .reason = 2};
	judged(&scene);
	assert_contains(sentence(&scene, "endpoint_mapper"),
			"no room for another client (bind_nak, reason 2: too many");
	assert_contains(sentence(&scene, "endpoint_mapper"), "--port");
	scene = scene_of(*state);
	scene.services[0].reply = (struct rpc_bind_reply){.type = RPC_BIND_ACK, .result = 2, .reason = 1};
	judged(&scene);
	assert_contains(sentence(&scene, "service"), "another service has that port: ca1.test port 49197 refuses ICPR");
}

static void what_the_mapper_says(void **state)
{
	static const struct {
		struct endpoint_map map;
		const char *wanted, *id, *words;
	} rows[] = {
		{{.status = ENDPOINT_NOT_REGISTERED},
		 "service CRITICAL CA-NOT-REGISTERED",
		 "service",
		 "the CA service is not running: ICPR is not registered at the endpoint mapper (ca1.test port 135)"},
		{{.status = 0}, "service CRITICAL CA-NOT-REGISTERED", "service", "is not running"},
		{{.status = 0, .towers = 2}, "service CRITICAL CA-NOT-REGISTERED", "service", "knows no TCP port"},
		{{.fault = true, .status = 5},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "endpoint_mapper",
		 "fault 0x00000005, access denied"},
		{{.fault = false, .status = 5},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "endpoint_mapper",
		 "status 0x00000005, access denied"},
		{{.fault = true, .status = 0x721},
		 "endpoint_mapper UNKNOWN RPC-MAPPER-AUTH",
		 "endpoint_mapper",
		 "fault 0x00000721, security package error"},
		{{.fault = true, .status = 0x1c010002},
		 "endpoint_mapper CRITICAL RPC-PROTOCOL",
		 "endpoint_mapper",
		 "can't tell where ICPR is: fault 0x1C010002"},
		{{.fault = true, .status = ENDPOINT_NOT_REGISTERED},
		 "endpoint_mapper CRITICAL RPC-PROTOCOL",
		 "endpoint_mapper",
		 "fault 0x16C9A0D6"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct scene scene = scene_of(*state);

		scene.facts.map = rows[i].map;
		scene.facts.service_count = 0;
		assert_row_text(rows[i].words, judged(&scene), rows[i].wanted);
		assert_contains(sentence(&scene, rows[i].id), rows[i].words);
	}
}

static void broken_rules(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.mapper.fault = "sends nonsense";
	assert_string_equal(judged(&scene), "endpoint_mapper CRITICAL RPC-PROTOCOL");
	assert_string_equal(sentence(&scene, "endpoint_mapper"), "ca1.test port 135 sends nonsense");
	scene = scene_of(*state);
	scene.services[0].fault = "sends nonsense";
	scene.services[0].answered = false;
	assert_string_equal(judged(&scene), "service CRITICAL RPC-PROTOCOL");
	assert_contains(sentence(&scene, "service"), "names) sends nonsense");
}

/* --- several ports --- */

static void the_second_port_accepts(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.map = (struct endpoint_map){.towers = 2, .ports = {49197, 49200}, .port_count = 2};
	scene.facts.service_count = 2;
	fails(&scene.services[0], EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT);
	scene.services[1] = accepted(49200);
	assert_string_equal(judged(&scene), "OK");
	assert_contains(scene.findings->summary, "port 49200");
	assert_contains(notes(&scene, "service"), "0 Of several ports: ca1.test port 49197");
}

static void no_port_accepts(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.map = (struct endpoint_map){.towers = 4, .ports = {49197, 49200, 49201, 49202}, .port_count = 4};
	scene.facts.service_count = 2;
	scene.services[1] = accepted(49200);
	fails(&scene.services[0], EXCHANGE_TIMED_OUT, EXCHANGE_PHASE_CONNECT);
	fails(&scene.services[1], EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT);
	assert_string_equal(judged(&scene), "service CRITICAL RPC-PORT-BLOCKED");
	assert_contains(sentence(&scene, "service"), "port 49197");
	assert_contains(notes(&scene, "service"), "Of several ports: ca1.test port 49200");
	assert_contains(notes(&scene, "service"), "2 more of the ports");
}

/* --- other interfaces, time --- */

static void another_interface(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.interface.major = 1;
	scene.facts.service_count = 0;
	scene.facts.map = (struct endpoint_map){.status = ENDPOINT_NOT_REGISTERED};
	judged(&scene);
	assert_string_equal(finding_of(&scene, "service")->subject, "service");
	assert_contains(sentence(&scene, "service"),
			"the service is not running: 91ae6020-9e3c-11cf-8d7c-00aa00c091be version 1.0 is not");
	fails(&scene.facts.mapper, EXCHANGE_REFUSED, EXCHANGE_PHASE_CONNECT);
	judged(&scene);
	assert_lacks(notes(&scene, "endpoint_mapper"), "NDES");
	assert_true(finding_of(&scene, "endpoint_mapper")->windows.code == 0x800706BA);
}

static void attempts_are_told(void **state)
{
	struct scene scene = scene_of(*state);

	scene.facts.mapper.answer.attempts = 2;
	judged(&scene);
	assert_contains(notes(&scene, "endpoint_mapper"), "0 2 attempts");
}

static void thresholds(void **state)
{
	static const struct {
		double total;
		const char *wanted;
	} rows[] = {
		{2, "OK"},
		{2.001, "time WARNING RPC-SLOW"},
		{5, "time WARNING RPC-SLOW"},
		{5.001, "time CRITICAL RPC-SLOW"},
	};
	struct scene scene = scene_of(*state);

	assert_null(range_parse("2", &scene.policy.warning));
	assert_null(range_parse("5", &scene.policy.critical));
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		scene.facts.total = rows[i].total;
		assert_row_text(rows[i].wanted, judged(&scene), rows[i].wanted);
	}
	assert_string_equal(sentence(&scene, "time"), "5.001 s for everything against -c 5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_ca),
		TEST(a_port_that_was_given),
		TEST(addresses_of_ipv6),
		TEST(the_mapper_is_not_reached),
		TEST(the_service_is_not_reached),
		TEST(a_given_port_is_not_reached),
		TEST(time_limits_with_a_state),
		TEST(silence_that_the_time_limit_calls_ok),
		TEST(refused_binds),
		TEST(words_of_refusals),
		TEST(what_the_mapper_says),
		TEST(broken_rules),
		TEST(the_second_port_accepts),
		TEST(no_port_accepts),
		TEST(another_interface),
		TEST(attempts_are_told),
		TEST(thresholds),
	};

	return RUN_TESTS(tests);
}
