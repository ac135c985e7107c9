/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_mscep: is the SCEP endpoint alive, and does it speak SCEP? */
#include <strings.h>

#include "core/plugin.h"
#include "judge/judge_scep_endpoint.h"
#include "net/http_options.h"
#include "probe/probe_scep_endpoint.h"

struct config {
	struct http_options http;
	struct http_endpoints endpoints;
	struct scep_policy policy;
	int server; /* enum scep_server */
	struct text_list required, forbidden;
	struct range warning, critical;
	struct lifetime_limit tls_warning, tls_critical;
	const char *ca_identifier, *admin;
	unsigned long_url;
	bool compare_proxy;
};

static const struct option_row rows[] = {
	HTTP_OPTIONS(struct config, http),
	OPTION('w', "warning", struct config, warning, "RANGE",
	       "Warn when the answers of an endpoint take that many seconds together (a range: 2, 0.5:2)."),
	OPTION('c', "critical", struct config, critical, "RANGE", "Critical when they take that many seconds."),
	OPTION(0, "server", struct config, server, "auto|ndes|intune|generic",
	       "Which answer of the bare URL is healthy: the NDES page (ndes), 403 (intune: policy module), not asked "
	       "(generic). auto (default) takes the first two, and where it is neither, the server as generic.",
	       .words = SCEP_SERVERS),
	OPTION(0, "require-capability", struct config, required, "WORD",
	       "Critical if GetCACaps does not announce WORD (AES, SHA-256, POSTPKIOperation ...; SCEPStandard "
	       "implies these). May be repeated."),
	OPTION(0, "forbid-capability", struct config, forbidden, "WORD",
	       "Critical if GetCACaps announces WORD (SHA-1, DES3 ...). May be repeated."),
	OPTION(0, "ca-ident", struct config, ca_identifier, "TEXT",
	       "CA identifier sent as message= (default: default, as Windows sends it)."),
	OPTION(0, "admin", struct config, admin, "PATH",
	       "mscep_admin must refuse an anonymous reader with 401 and Negotiate or NTLM. It never logs in, since "
	       "each logged-in read burns a challenge password. PATH: where it is (default: beside mscep, "
	       "/certsrv/mscep_admin/).",
	       .fallback = "auto"),
	OPTION(0, "long-url", struct config, long_url, "KB",
	       "Send a query of KB kilobytes too (default 16): do the limits of IIS and http.sys let it pass?",
	       .fallback = "16", .minimum = 1, .maximum = 256),
	OPTION(0, "compare-proxy", struct config, compare_proxy, NULL,
	       "Ask GetCACaps without the proxy too: is the proxy the cause?"),
	OPTION(0, "tls-warning", struct config, tls_warning, "LEFT",
	       "Warn when less than LEFT remains of the TLS certificate's life (30d, 36h, 25%; default 30d)."),
	OPTION(0, "tls-critical", struct config, tls_critical, "LEFT",
	       "Critical when less than LEFT remains (default 14d)."),
};

static const char *check_thresholds(struct config *config)
{
	struct lifetime_policy tls = {.warning = config->tls_warning, .critical = config->tls_critical};
	const char *wrong = lifetime_policy_settle(&tls);

	if (wrong != NULL)
		return "--tls-warning is less strict than --tls-critical: more must be left at the warning";
	if (!range_is_stricter(&config->warning, &config->critical))
		return "--warning is less strict than --critical";
	config->policy.tls = tls;
	return NULL;
}

static const char *check_capabilities(const struct config *config, struct arena *arena)
{
	for (size_t i = 0; i < config->required.count; i++)
		for (size_t k = 0; k < config->forbidden.count; k++)
			if (strcasecmp(config->required.items[i], config->forbidden.items[k]) == 0)
				return text_format(arena,
						   "--require-capability and --forbid-capability exclude each other "
						   "for %s",
						   text_safe(arena, config->required.items[i]));
	return NULL;
}

static const char *check_proxy(const struct config *config, struct arena *arena)
{
	if (config->compare_proxy && http_proxy_of(&config->http, &config->endpoints.items[0], arena) == NULL)
		return "--compare-proxy needs a proxy for this host (--proxy, or http_proxy and https_proxy in the "
		       "environment)";
	return NULL;
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong =
		http_options_endpoints(&config->http, "/certsrv/mscep/mscep.dll", arena, &config->endpoints);

	if (wrong == NULL && config->endpoints.count == 0)
		wrong = "what shall be asked? Give --url=URL or --hostname=HOST";
	if (wrong == NULL)
		wrong = check_thresholds(config);
	if (wrong == NULL)
		wrong = check_capabilities(config, arena);
	return wrong != NULL ? wrong : check_proxy(config, arena);
}

static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;

	return http_endpoints_target(&config->endpoints, arena);
}

static struct scep_policy policy_of(const struct config *config, const struct run *run)
{
	struct scep_policy policy = config->policy;

	policy.http = (struct http_policy){
		.timeout_status = run->timeout_status,
		.limit = run->limit,
		.now = run->now,
		.redirects = (enum redirect_policy)config->http.redirects,
	};
	policy.server = (enum scep_server)config->server;
	policy.required = config->required;
	policy.forbidden = config->forbidden;
	policy.warning = config->warning;
	policy.critical = config->critical;
	policy.long_url = config->long_url;
	return policy;
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	const struct scep_questions questions = {
		.ca_identifier = config->ca_identifier,
		.bare = config->server != SERVER_GENERIC,
		.admin_path = config->admin,
		.long_url = config->long_url,
		.compare_proxy = config->compare_proxy,
	};
	struct scep_policy policy = policy_of(config, run);
	size_t count = config->endpoints.count;
	const struct scep_endpoint *endpoints =
		probe_scep_endpoints(run, &config->http, &config->endpoints, &questions);

	for (size_t i = 0; i < count; i++)
		judge_scep_endpoint(&endpoints[i], count > 1 ? (unsigned)i + 1 : 0, &policy, run->findings);
	judge_scep_summary(endpoints, count, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {
		.ca_identifier = "default",
		.tls_warning = LIFETIME_DAYS(30),
		.tls_critical = LIFETIME_DAYS(14),
	};
	const struct plugin plugin = {
		.name = "check_mscep",
		.label = "MSCEP",
		.summary = "Is the SCEP endpoint alive, and does it speak SCEP?",
		.usage = "-u URL [-u URL ...] [options]\n-H HOST [-S] [-p PORT] [--path=PATH] [options]",
		.heading = "SCEP endpoint",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	return plugin_run(&plugin, argc, argv);
}
