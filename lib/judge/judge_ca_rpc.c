/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_ca_rpc.h"

#include "judge/judge_ca_rpc_parts.h"
#include "judge/judge_run_time.h"
#include "judge/judge_exchange.h"

#define WINDOWS_RPC_UNAVAILABLE 0x800706BAu /* RPC_S_SERVER_UNAVAILABLE as an HRESULT */

/* Would a client call the server unavailable, as NDES does? Without the endpoint mapper it has no port to try. */
static bool is_out_of_reach(const struct ca_rpc_scene *scene, const struct rpc_talk *talk)
{
	const struct exchange_answer *answer = &talk->answer;

	return answer->outcome == EXCHANGE_NAME_NOT_FOUND || answer->outcome == EXCHANGE_REFUSED ||
	       answer->outcome == EXCHANGE_UNREACHABLE ||
	       (answer->outcome == EXCHANGE_TIMED_OUT &&
		(answer->phase != EXCHANGE_PHASE_ANSWER || talk == &scene->facts->mapper));
}

static bool is_late(const struct rpc_talk *talk)
{
	return talk->answer.outcome == EXCHANGE_TIMED_OUT;
}

static void add_notes(const struct ca_rpc_scene *scene, const struct rpc_talk *talk, struct finding *finding)
{
	bool out_of_reach = is_out_of_reach(scene, talk);

	if (is_late(talk))
		finding_late(finding);
	if (out_of_reach)
		finding_windows(finding, 0, NULL, WINDOWS_RPC_UNAVAILABLE);
	if (out_of_reach && rpc_interface_equal(&scene->facts->interface, &rpc_icpr))
		finding_note(finding, 0,
			     "An NDES that meets this logs event 31 with 0x%08X, The RPC server is unavailable",
			     WINDOWS_RPC_UNAVAILABLE);
	judge_exchange_notes(&talk->answer, finding);
}

static void set(struct finding *finding, const struct ca_rpc_verdict *verdict)
{
	finding_set(finding, verdict->status, verdict->cause, "%s", verdict->sentence);
}

/* --- the endpoint mapper --- */

static struct ca_rpc_verdict protocol_fault(const struct ca_rpc_scene *scene, const char *server, const char *fault)
{
	return (struct ca_rpc_verdict){STATUS_CRITICAL, CAUSE_RPC_PROTOCOL,
				       text_format(scene->arena, "%s %s", server, fault)};
}

/* It refuses, so nothing is known of the CA. */
static struct ca_rpc_verdict mapper_refuses(const struct ca_rpc_scene *scene, enum cause cause, const char *refusal)
{
	return (struct ca_rpc_verdict){
		STATUS_UNKNOWN, cause,
		text_format(scene->arena, "%s; if the CA has a static port, use --port", refusal)};
}

static struct ca_rpc_verdict login_wanted(const struct ca_rpc_scene *scene, const char *server, const char *how)
{
	return mapper_refuses(scene, CAUSE_RPC_MAPPER_AUTH,
			      text_format(scene->arena,
					  "the endpoint mapper wants authentication: %s answers nobody without a login "
					  "(%s)",
					  server, how));
}

static struct ca_rpc_verdict bind_refused(const struct ca_rpc_scene *scene, const char *server)
{
	const struct rpc_bind_reply *reply = &scene->facts->mapper.reply;
	const char *how = rpc_bind_refusal(scene->arena, reply);

	if (rpc_bind_congested(reply))
		return mapper_refuses(scene, CAUSE_RPC_BUSY,
				      text_format(scene->arena, "%s has no room for another client (%s)", server, how));
	if (rpc_bind_unknown_interface(reply))
		return mapper_refuses(scene, CAUSE_RPC_MAPPER_AUTH,
				      text_format(scene->arena,
						  "the endpoint mapper wants authentication, or another service has "
						  "that port: %s refuses to be the endpoint mapper (%s)",
						  server, how));
	return login_wanted(scene, server, how);
}

static struct ca_rpc_verdict map_failure(const struct ca_rpc_scene *scene, const char *server)
{
	const struct endpoint_map *map = &scene->facts->map;
	const char *how =
		text_format(scene->arena, "%s 0x%08X", map->fault ? "fault" : "status", (unsigned)map->status);

	if (map->status == RPC_ACCESS_DENIED)
		return login_wanted(scene, server, text_format(scene->arena, "%s, access denied", how));
	if (map->status == RPC_SECURITY_PACKAGE)
		return login_wanted(scene, server, text_format(scene->arena, "%s, security package error", how));
	return protocol_fault(scene, server,
			      text_format(scene->arena, "can't tell where %s is: %s", scene->interface, how));
}

static struct ca_rpc_verdict mapper_verdict(const struct ca_rpc_scene *scene)
{
	const struct ca_rpc *facts = scene->facts;
	const struct rpc_talk *mapper = &facts->mapper;
	const char *server = ca_rpc_server(scene, mapper->port);

	if (mapper->answer.outcome != EXCHANGE_COMPLETE)
		return ca_rpc_unanswered(scene, &place_of_mapper, mapper);
	if (mapper->fault != NULL)
		return protocol_fault(scene, server, mapper->fault);
	if (!rpc_bind_accepted(&mapper->reply))
		return bind_refused(scene, server);
	if (facts->map.fault || (facts->map.status != 0 && facts->map.status != ENDPOINT_NOT_REGISTERED))
		return map_failure(scene, server);
	return (struct ca_rpc_verdict){
		STATUS_OK, CAUSE_NONE,
		text_format(scene->arena, "%s answers in %.1f ms", server, mapper->answer.total * 1000)};
}

/* Returns true if it said where the service is, or that it is nowhere. */
static bool judge_mapper(const struct ca_rpc_scene *scene)
{
	struct finding *finding = finding_add(scene->findings, "endpoint_mapper", "endpoint mapper");
	struct ca_rpc_verdict verdict = mapper_verdict(scene);

	set(finding, &verdict);
	add_notes(scene, &scene->facts->mapper, finding);
	return verdict.status == STATUS_OK && !is_late(&scene->facts->mapper);
}

/* --- the service --- */

static const char *service_name(const struct ca_rpc_scene *scene)
{
	return rpc_interface_equal(&scene->facts->interface, &rpc_icpr) ? "the CA service" : "the service";
}

static struct ca_rpc_verdict not_registered(const struct ca_rpc_scene *scene)
{
	const struct ca_rpc *facts = scene->facts;
	const char *server = ca_rpc_server(scene, facts->mapper.port);

	if (facts->map.towers > 0)
		return (struct ca_rpc_verdict){
			STATUS_CRITICAL, CAUSE_CA_NOT_REGISTERED,
			text_format(scene->arena,
				    "%s can't be reached by TCP: the endpoint mapper (%s) knows no TCP port of %s",
				    service_name(scene), server, scene->interface)};
	return (struct ca_rpc_verdict){
		STATUS_CRITICAL, CAUSE_CA_NOT_REGISTERED,
		text_format(scene->arena, "%s is not running: %s is not registered at the endpoint mapper (%s)",
			    service_name(scene), scene->interface, server)};
}

static struct ca_rpc_verdict service_refusal(const struct ca_rpc_scene *scene, const struct rpc_talk *talk)
{
	const char *how = rpc_bind_refusal(scene->arena, &talk->reply), *server = ca_rpc_server(scene, talk->port);

	if (rpc_bind_congested(&talk->reply))
		return (struct ca_rpc_verdict){
			STATUS_CRITICAL, CAUSE_RPC_BUSY,
			text_format(scene->arena, "%s has no room for another client (%s)", server, how)};
	return (struct ca_rpc_verdict){STATUS_CRITICAL, CAUSE_RPC_OTHER_SERVICE,
				       text_format(scene->arena, "another service has that port: %s refuses %s (%s)",
						   server, scene->interface, how)};
}

static struct ca_rpc_verdict service_verdict(const struct ca_rpc_scene *scene, const struct rpc_talk *talk)
{
	const struct place *place = scene->facts->port_given ? &place_of_given_port : &place_of_dynamic_port;

	if (talk->answer.outcome != EXCHANGE_COMPLETE)
		return ca_rpc_unanswered(scene, place, talk);
	if (talk->fault != NULL)
		return protocol_fault(scene, ca_rpc_place(scene, place, talk->port), talk->fault);
	if (!rpc_bind_accepted(&talk->reply))
		return service_refusal(scene, talk);
	return (struct ca_rpc_verdict){STATUS_OK, CAUSE_NONE,
				       text_format(scene->arena,
						   "%s accepts %s, connected in %.1f ms, answered in %.1f ms",
						   ca_rpc_server(scene, talk->port), scene->interface,
						   talk->answer.connect * 1000, talk->answer.wait * 1000)};
}

/* Of several ports the one that accepts counts (the last that was tried), else the first one that was named. */
static size_t leading_service(const struct ca_rpc *facts)
{
	size_t last = facts->service_count - 1;

	return rpc_bind_accepted(&facts->services[last].reply) ? last : 0;
}

static void note_others(const struct ca_rpc_scene *scene, size_t leading, struct finding *finding)
{
	const struct ca_rpc *facts = scene->facts;
	size_t named = facts->port_given ? 1 : facts->map.port_count;
	bool accepted = rpc_bind_accepted(&facts->services[leading].reply);

	for (size_t i = 0; i < facts->service_count; i++)
		if (i != leading)
			finding_note(finding, 0, "Of several ports: %s",
				     service_verdict(scene, &facts->services[i]).sentence);
	if (!accepted && named > facts->service_count)
		finding_note(finding, 0, "%zu more of the ports that the endpoint mapper names were not tried",
			     named - facts->service_count);
}

static void summarise(const struct ca_rpc_scene *scene, const struct rpc_talk *talk)
{
	const struct ca_rpc *facts = scene->facts;

	findings_summarise(scene->findings, "%s %s on %s, %.1f ms for everything", scene->interface,
			   facts->port_given ? "listens" : "is registered and listens",
			   ca_rpc_server(scene, talk->port), facts->total * 1000);
	findings_fact_number(scene->findings, "port", talk->port);
}

static void judge_service(const struct ca_rpc_scene *scene)
{
	const struct ca_rpc *facts = scene->facts;
	struct finding *finding =
		finding_add(scene->findings, "service",
			    rpc_interface_equal(&facts->interface, &rpc_icpr) ? "enrolment service" : "service");
	struct ca_rpc_verdict verdict = not_registered(scene);
	size_t leading;

	if (facts->service_count == 0) {
		set(finding, &verdict);
		return;
	}
	leading = leading_service(facts);
	verdict = service_verdict(scene, &facts->services[leading]);
	set(finding, &verdict);
	add_notes(scene, &facts->services[leading], finding);
	note_others(scene, leading, finding);
	if (facts->services[leading].answer.phase == EXCHANGE_PHASE_ANSWER)
		finding_measure(finding, NULL, MEASURE_TIME_CONNECT, facts->services[leading].answer.connect);
	if (verdict.status == STATUS_OK && !is_late(&facts->services[leading]))
		summarise(scene, &facts->services[leading]);
}

/* A run that failed quickly is not praised for it. */
static void judge_time(const struct ca_rpc_scene *scene)
{
	const struct run_time_policy policy = {
		.warning = scene->policy->warning,
		.critical = scene->policy->critical,
		.slow = CAUSE_RPC_SLOW,
	};
	bool complete = findings_status(scene->findings) == STATUS_OK && scene->findings->late == NULL;

	judge_run_time(scene->facts->total, complete ? "for everything" : "until it failed", &policy, scene->findings);
}

void judge_ca_rpc(const struct ca_rpc *facts, const struct ca_rpc_policy *policy, struct findings *findings)
{
	const struct ca_rpc_scene scene = {
		.facts = facts,
		.policy = policy,
		.findings = findings,
		.arena = findings->arena,
		.interface = rpc_interface_text(findings->arena, &facts->interface),
	};

	findings_fact_text(findings, "interface", scene.interface);
	if (facts->port_given || judge_mapper(&scene))
		judge_service(&scene);
	judge_time(&scene);
}
