/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_clock_skew: do NDES, CA, domain controller and this host agree on the time?
 *
 * Built twice. The plugin itself links no library beside jansson, for loading libcurl costs more than asking ten NTP
 * servers; where a target needs http, https or ldaps it becomes clock_web, which is the same program with them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/plugin.h"
#include "core/secret.h"
#include "judge/judge_clock.h"
#include "probe/probe_clock.h"

#ifdef CLOCK_WEB
static clock_web *const web = probe_clock_web;
#else
static clock_web *const web = NULL;
#endif

enum { TARGETS_MAX = 100, PATH_LENGTH_MAX = 4096 };

struct config {
	struct text_list targets;
	const char *reference;
	struct range warning, critical;
	unsigned samples;
	struct http_options http;
	struct clock_questions questions;
	char **arguments;
};

static const struct option_row rows[] = {
	OPTION('H', "hostname", struct config, targets, "[NAME=]SCHEME://HOST[:PORT][/PATH]",
	       "Ask this clock; SCHEME is one of http, https, ntp, ldap, ldaps, cldap, smb, kerberos, rpc. NAME stands "
	       "in sentences and perfdata. May be repeated: all are asked at once."),
	OPTION('w', "warning", struct config, warning, "SECONDS",
	       "Warn when clocks are that many seconds apart, whichever is ahead (a range; default 60)."),
	OPTION('c', "critical", struct config, critical, "SECONDS",
	       "Critical when clocks are that many seconds apart (a range; default 240)."),
	OPTION(0, "reference", struct config, reference, "SCHEME://HOST[:PORT][/PATH]",
	       "A clock that is right but not of the chain: it helps to tell which one is wrong."),
	OPTION(0, "samples", struct config, samples, "N", "Ask each clock N times (default 4; ldaps once).",
	       .minimum = 1, .maximum = 20),
	HTTP_TRANSPORT_OPTIONS(struct config, http,
			       "What a redirect is: an answer like others, whose clock is read (ok, the default), a "
			       "finding of that state beside the clock, or followed (at most 5), even to the clock of "
			       "another host. Has no short name."),
};

/* Replaces this process by the program with the libraries: beside this one, or where it is installed. */
static const char *become_web(const struct config *config)
{
	static const char *const places[] = {"clock_web", "monitoring-plugins-scep/clock_web"};
	char own[PATH_LENGTH_MAX], path[PATH_LENGTH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
	char *slash;

	own[length > 0 ? length : 0] = 0;
	slash = strrchr(own, '/');
	for (size_t i = 0; slash != NULL && i < ARRAY_LENGTH(places); i++) {
		snprintf(path, sizeof path, "%.*s/%s", (int)(slash - own), own, places[i]);
		execv(path, config->arguments);
	}
	return "http, https and ldaps need the program clock_web, which is not installed beside this one";
}

/* "http://user:password@host": nothing of it may be printed. */
static bool has_login(const char *text)
{
	const char *host = strstr(text, "://");
	size_t length = host != NULL ? strcspn(host + 3, "/?#") : 0;

	return host != NULL && memchr(host + 3, '@', length) != NULL;
}

static const char *read_target(struct config *config, const char *text, const char *option, struct arena *arena)
{
	struct clock_question *question = &config->questions.items[config->questions.count];
	const char *wrong = has_login(text) ? NULL : clock_question_parse(text, arena, question);

	if (has_login(text))
		return text_format(arena, "%s: a login in front of the host is refused (no clock needs one)", option);
	if (wrong != NULL)
		return text_format(arena, "%s: '%s' %s", option, secret_hidden(arena, text), wrong);
	for (size_t i = 0; question->name != NULL && i < config->questions.count; i++)
		if (config->questions.items[i].name != NULL &&
		    strcasecmp(config->questions.items[i].name, question->name) == 0)
			return text_format(arena, "%s: two clocks have the name %s", option, question->name);
	config->questions.count++;
	return NULL;
}

static const char *reserved_name(const struct config *config, struct arena *arena)
{
	for (size_t i = 0; i < config->targets.count; i++) {
		const char *name = config->questions.items[i].name;

		if (name != NULL && clock_name_is_reserved(name, arena))
			return text_format(arena, "--hostname: a clock can't have the name %s, whose labels are taken",
					   name);
	}
	return NULL;
}

static const char *read_targets(struct config *config, struct arena *arena)
{
	const char *wrong = NULL;

	if (config->targets.count == 0)
		return "which clocks? Give --hostname=SCHEME://HOST, such as ntp://dc1.example.com";
	if (config->targets.count > TARGETS_MAX)
		return "--hostname: more than 100 clocks";
	config->questions.items = arena_allocate(arena, (config->targets.count + 1) * sizeof *config->questions.items);
	for (size_t i = 0; i < config->targets.count && wrong == NULL; i++)
		wrong = read_target(config, config->targets.items[i], "--hostname", arena);
	if (wrong == NULL)
		wrong = reserved_name(config, arena);
	if (wrong == NULL && config->reference != NULL)
		wrong = read_target(config, config->reference, "--reference", arena);
	config->questions.has_reference = config->reference != NULL;
	config->questions.samples = config->samples;
	return wrong;
}

static bool needs_web(const struct config *config)
{
	for (size_t i = 0; i < config->questions.count; i++)
		if (clock_needs_web(config->questions.items[i].scheme))
			return true;
	return false;
}

/* No distance is negative: ~:60 and -60:60, as perfdata has it, say the same as 60. */
static struct range of_distances(struct range range)
{
	if (range.end >= 0)
		range.start = fmax(range.start, 0);
	return range;
}

static bool contradict(const struct config *config)
{
	const struct range warning = of_distances(config->warning), critical = of_distances(config->critical);

	return !range_is_stricter(&warning, &critical);
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong = read_targets(config, arena);

	if (wrong == NULL && contradict(config))
		wrong = "--warning is less strict than --critical";
	if (wrong == NULL && web == NULL && needs_web(config))
		wrong = become_web(config);
	return wrong;
}

static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < config->targets.count; i++)
		text_append(&text, "%s%s", i != 0 ? "," : "", text_safe(arena, config->targets.items[i]));
	return text_of(&text);
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	const struct clock_policy policy = {
		.warning = config->warning,
		.critical = config->critical,
		.http = {.timeout_status = run->timeout_status,
			 .limit = run->limit,
			 .redirects = (enum redirect_policy)config->http.redirects,
			 .now = run->now},
	};
	struct clock_survey survey = probe_clock(run, &config->http, &config->questions, web);

	judge_clock(&survey, &policy, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {.samples = 4, .http.redirects = REDIRECT_OK, .arguments = argv};
	const struct plugin plugin = {
		.name = "check_clock_skew",
		.label = "CLOCK_SKEW",
		.summary = "Do NDES, CA, domain controller and this host agree on the time?",
		.usage = "-H [NAME=]SCHEME://HOST[:PORT][/PATH] [-H ...] [options]",
		.heading = "Clocks",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	range_parse("60", &config.warning);
	range_parse("240", &config.critical);
	return plugin_run(&plugin, argc, argv);
}
