/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_ca_rpc: is the CA's enrolment service registered and listening? */
#include <string.h>

#include "core/host_port.h"
#include "core/plugin.h"
#include "core/secret.h"
#include "judge/judge_ca_rpc.h"
#include "probe/probe_ca_rpc.h"

struct config {
	const char *host, *interface;
	struct range warning, critical;
	struct ca_rpc_question question;
};

static const struct option_row rows[] = {
	OPTION('H', "hostname", struct config, host, "CA", "The CA: name or address."),
	OPTION('p', "port", struct config, question.port, "PORT",
	       "The port that the CA is pinned to. The endpoint mapper is not asked then (for sites that close 135)."),
	OPTION(0, "epm-port", struct config, question.mapper_port, "PORT",
	       "Port of the endpoint mapper (default 135); with --port it is not asked."),
	OPTION(0, "interface", struct config, interface, "icpr|UUID[/VERSION]",
	       "The RPC interface that must be there: icpr (default: enrolment at a CA) or any other, such as "
	       "e3514235-4b06-11d1-ab04-00c04fc2dcd2/4.0 (without a version: the one of a well-known interface, else "
	       "0.0)."),
	OPTION('w', "warning", struct config, warning, "RANGE",
	       "Warn when everything together takes that many seconds (a range: 2, 0.5:2)."),
	OPTION('c', "critical", struct config, critical, "RANGE", "Critical when it takes that many seconds."),
};

/* The port is an option of its own, for there are two. */
static const char *settle_host(struct config *config, struct arena *arena)
{
	struct host_port read;

	if (config->host == NULL)
		return "which CA? Give --hostname=HOST";
	if (host_port_parse(config->host, arena, &read) == NULL && read.port == 0) {
		config->question.host = read.host;
		return NULL;
	}
	return text_format(
		arena, "--hostname: '%s' is %s", secret_hidden(arena, config->host),
		strchr(config->host, ':') != NULL
			? "more than a host: give the CA's port with --port, the endpoint mapper's with --epm-port"
			: "no name or address of a host");
}

static const char *settle_interface(struct config *config, struct arena *arena)
{
	const char *wrong = rpc_interface_parse(config->interface, &config->question.interface);

	return wrong != NULL ? text_format(arena, "--interface: '%s': %s", text_safe(arena, config->interface), wrong)
			     : NULL;
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong = settle_host(config, arena);

	if (wrong == NULL)
		wrong = settle_interface(config, arena);
	if (wrong == NULL && !range_is_stricter(&config->warning, &config->critical))
		wrong = "--warning is less strict than --critical";
	return wrong;
}

/* The dynamic port is another one after each start of the CA, so it is no part of the target. */
static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;
	const char *host = config->question.host;

	if (config->question.port == 0)
		return text_safe(arena, host);
	return text_format(arena, strchr(host, ':') != NULL ? "[%s]:%u" : "%s:%u", text_safe(arena, host),
			   config->question.port);
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	const struct ca_rpc_policy policy = {
		.timeout_status = run->timeout_status,
		.warning = config->warning,
		.critical = config->critical,
	};
	struct ca_rpc facts = probe_ca_rpc(run, &config->question);

	judge_ca_rpc(&facts, &policy, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {.interface = "icpr", .question.mapper_port = ENDPOINT_MAPPER_PORT};
	const struct plugin plugin = {
		.name = "check_ca_rpc",
		.label = "CA_RPC",
		.summary = "Is the CA's enrolment service registered and listening?",
		.usage = "-H CA [-p PORT] [--epm-port=PORT] [options]",
		.heading = "CA",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	return plugin_run(&plugin, argc, argv);
}
