/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_ndes_account: will the service account still log on? */
#include <string.h>

#include "core/plugin.h"
#include "judge/judge_account.h"
#include "probe/probe_account_survey.h"

struct config {
	struct directory_options directory;
	struct account_questions questions;
	struct lifetime_limit warning, critical;
	struct lifetime_policy lifetime;
};

static const struct option_row rows[] = {
	OPTION(0, "account", struct config, questions.account, "NAME|SID|DN",
	       "The account that runs the application pool SCEP: a user, gMSA or computer (svc_ndes, user@domain, "
	       "DOMAIN/user, NDES1$). Its password is not needed."),
	OPTION('w', "warning", struct config, warning, "LEFT",
	       "Warn when less than LEFT remains until the password or the account expires (14d, 36h, 25% of the "
	       "password's life; a bare number is days; default 14d).",
	       .unquoted = true),
	OPTION('c', "critical", struct config, critical, "LEFT", "Critical when less than LEFT remains (default 3d)."),
	OPTION(0, "spn", struct config, questions.spns, "SERVICE/HOST",
	       "Service principal name that the account must have (HTTP/ndes.example.com). May be repeated."),
	OPTION(0, "forbid-group", struct config, questions.forbidden, "NAME|SID",
	       "Warn if the account is a member of this group, at any depth (default: the administrators' groups of "
	       "domain and forest, and the operators'). May be repeated."),
	OPTION(0, "ndes-host", struct config, questions.ndes_host, "HOST",
	       "The host that runs NDES: the account must be allowed to log on there, and a gMSA's password be "
	       "readable for it."),
	DIRECTORY_OPTIONS(struct config, directory),
};

/* SERVICE/HOST, SERVICE/HOST:PORT or SERVICE/HOST/NAME. */
static const char *check_spns(const struct text_list *spns, struct arena *arena)
{
	for (size_t i = 0; i < spns->count; i++) {
		const char *spn = spns->items[i], *slash = strchr(spn, '/');

		if (slash == NULL || slash == spn || slash[1] == 0 || strpbrk(spn, " \t\\") != NULL)
			return text_format(arena,
					   "--spn: '%s' is no service principal name such as HTTP/ndes.example.com",
					   text_safe(arena, spn));
	}
	return NULL;
}

static const char *check_questions(const struct account_questions *questions, struct arena *arena)
{
	const char *host = questions->ndes_host;

	if (questions->account == NULL || *questions->account == 0)
		return "which account? Give --account=NAME, the identity of the application pool SCEP";
	if (host != NULL && (*host == 0 || *host == '.' || strpbrk(host, " \t/\\$:") != NULL))
		return text_format(arena, "--ndes-host: '%s' is no name of a host", text_safe(arena, host));
	for (size_t i = 0; i < questions->forbidden.count; i++)
		if (*questions->forbidden.items[i] == 0)
			return "--forbid-group: the name of the group is empty";
	return check_spns(&questions->spns, arena);
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong = check_questions(&config->questions, arena);

	config->lifetime = (struct lifetime_policy){.warning = config->warning, .critical = config->critical};
	if (wrong == NULL)
		wrong = lifetime_policy_settle(&config->lifetime);
	return wrong != NULL ? wrong : directory_options_settle(&config->directory, arena);
}

/* Not the domain controller: several may be named, and another one may answer tomorrow. */
static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;

	return text_safe(arena, config->questions.account);
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	const struct account_policy policy = {
		.directory = {.timeout_status = run->timeout_status,
			      .tls = config->directory.certificate,
			      .now = run->now},
		.lifetime = config->lifetime,
	};
	struct account_survey survey = probe_account_survey(run, &config->directory, &config->questions);

	judge_account(&survey, &policy, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {
		.directory = DIRECTORY_OPTIONS_DEFAULT,
		.warning = LIFETIME_DAYS(14),
		.critical = LIFETIME_DAYS(3),
	};
	const struct plugin plugin = {
		.name = "check_ndes_account",
		.label = "NDES_ACCOUNT",
		.summary = "Will the service account still log on?",
		.usage = "-H DC [-H DC ...] --account=NAME [options]\n--domain=DNS --account=NAME [options]",
		.heading = "Directory and service account",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	return plugin_run(&plugin, argc, argv);
}
