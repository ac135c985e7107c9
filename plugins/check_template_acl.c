/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_template_acl: may the account enroll, and would the template work? */
#include <string.h>
#include <strings.h>

#include "core/plugin.h"
#include "judge/judge_run_time.h"
#include "judge/judge_template_survey.h"
#include "net/directory_options.h"
#include "probe/probe_template_survey.h"

struct config {
	struct directory_options directory;
	struct template_questions questions;
	const char *ca;
	int purpose; /* enum template_purpose */
	struct text_list rights, required_usage, allow;
	bool posture, explain;
	struct run_time_policy time;
	struct template_policy policy;
};

static const struct option_row rows[] = {
	OPTION(0, "template", struct config, questions.templates, "NAME",
	       "Check this template, by its name (not the display name). May be repeated."),
	OPTION(0, "account", struct config, questions.account, "NAME|SID|DN",
	       "The account that must be able to enroll: NDES's service account, gMSA (NAME$) or computer."),
	OPTION(0, "ca", struct config, ca, "NAME",
	       "The CA that must publish the template (its name, or its host; default: any)."),
	OPTION(0, "purpose", struct config, purpose, "device|ra-signing|ra-encryption|none",
	       "What the template is for: which settings are expected (default device); none judges permission and "
	       "publication only.",
	       .words = "device|ra-signing|ra-encryption|none"),
	OPTION(0, "require-eku", struct config, required_usage, "OID|NAME",
	       "This application policy must be there: an OID, or clientAuth, serverAuth, ipsec, smartcardLogon, "
	       "requestAgent. May be repeated."),
	OPTION(0, "require-right", struct config, rights, "LIST",
	       "Rights that the account must have: read, enroll, autoenroll, parted by commas (default read,enroll). "
	       "May be repeated."),
	OPTION(0, "posture", struct config, posture, NULL,
	       "Also: who else may enroll the template, or rewrite it, and which settings are dangerous?"),
	OPTION(0, "allow", struct config, allow, "NAME|SID",
	       "With --posture: this account or group is expected to. May be repeated."),
	OPTION(0, "explain", struct config, explain, NULL,
	       "Show the entries of the permissions in their order, and the one that decided."),
	OPTION('w', "warning", struct config, time.warning, "RANGE",
	       "Warn when everything together takes that many seconds (a range: 2, 0.5:2).", .unquoted = true),
	OPTION('c', "critical", struct config, time.critical, "RANGE", "Critical when it takes that many seconds."),
	DIRECTORY_OPTIONS(struct config, directory),
};

static const char *read_right(const char *word, size_t length, unsigned *rights)
{
	static const struct {
		const char *word;
		enum required_right right;
	} words[] = {{"read", REQUIRE_READ}, {"enroll", REQUIRE_ENROLL}, {"autoenroll", REQUIRE_AUTOENROLL}};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (strlen(words[i].word) == length && strncasecmp(words[i].word, word, length) == 0) {
			*rights |= words[i].right;
			return NULL;
		}
	return "--require-right: rights are read, enroll and autoenroll, parted by commas";
}

static const char *read_rights(const char *text, unsigned *rights)
{
	const char *wrong = NULL;
	size_t length;

	for (;;) {
		length = strcspn(text, ",");
		wrong = read_right(text, length, rights);
		if (wrong != NULL || text[length] == 0)
			return wrong;
		text += length + 1;
	}
}

static const char *settle_rights(struct config *config)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < config->rights.count && wrong == NULL; i++)
		wrong = read_rights(config->rights.items[i], &config->policy.rights);
	if (config->rights.count == 0)
		config->policy.rights = REQUIRE_READ | REQUIRE_ENROLL;
	return wrong;
}

static bool is_oid(const char *text)
{
	size_t digits = strspn(text, "0123456789.");

	return text[digits] == 0 && digits > 2 && strchr(text, '.') != NULL && *text != '.' &&
	       text[digits - 1] != '.' && strstr(text, "..") == NULL;
}

static const char *usage_oid(const char *word)
{
	static const struct {
		const char *word, *oid;
	} words[] = {
		{"clientAuth", OID_CLIENT_AUTHENTICATION},
		{"serverAuth", OID_SERVER_AUTHENTICATION},
		{"ipsec", OID_IPSEC_INTERMEDIATE},
		{"smartcardLogon", OID_SMART_CARD_LOGON},
		{"requestAgent", OID_CERTIFICATE_REQUEST_AGENT},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (strcasecmp(words[i].word, word) == 0)
			return words[i].oid;
	return is_oid(word) ? word : NULL;
}

static const char *read_usage(struct config *config, struct arena *arena)
{
	for (size_t i = 0; i < config->required_usage.count; i++) {
		const char *oid = usage_oid(config->required_usage.items[i]);

		if (oid == NULL)
			return text_format(arena,
					   "--require-eku: '%s' is no OID, and none of clientAuth, serverAuth, ipsec, "
					   "smartcardLogon, requestAgent",
					   text_safe(arena, config->required_usage.items[i]));
		text_list_add(arena, &config->policy.required_usage, oid);
	}
	return NULL;
}

static const char *check_names(const struct config *config)
{
	if (config->questions.templates.count == 0)
		return "which template? Give --template=NAME";
	for (size_t i = 0; i < config->questions.templates.count; i++)
		if (*config->questions.templates.items[i] == 0)
			return "--template: the name is empty";
	if (config->questions.account == NULL || *config->questions.account == 0)
		return "whose permissions? Give --account=NAME, SID or DN";
	if (config->allow.count != 0 && !config->posture)
		return "--allow goes with --posture";
	return NULL;
}

/* A template that is given twice is one. */
static struct text_list without_repetitions(const struct text_list *names, struct arena *arena)
{
	struct text_list kept = {0};

	for (size_t i = 0; i < names->count; i++) {
		size_t before = 0;

		while (before < kept.count && strcasecmp(kept.items[before], names->items[i]) != 0)
			before++;
		if (before == kept.count)
			text_list_add(arena, &kept, names->items[i]);
	}
	return kept;
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong = check_names(config);

	if (wrong == NULL)
		wrong = settle_rights(config);
	if (wrong == NULL && !range_is_stricter(&config->time.warning, &config->time.critical))
		wrong = "--warning is less strict than --critical";
	if (wrong == NULL)
		wrong = read_usage(config, arena);
	config->questions.templates = without_repetitions(&config->questions.templates, arena);
	config->questions.posture = config->posture;
	config->questions.allow = config->allow;
	config->policy.purpose = (enum template_purpose)config->purpose;
	config->policy.ca = config->ca;
	config->policy.posture = config->posture;
	config->policy.explain = config->explain;
	config->policy.allow = config->allow;
	return wrong == NULL ? directory_options_settle(&config->directory, arena) : wrong;
}

static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < config->questions.templates.count; i++)
		text_append(&text, "%s%s", i != 0 ? "," : "", text_safe(arena, config->questions.templates.items[i]));
	return text_of(&text);
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	struct template_policy policy = config->policy;

	policy.directory.timeout_status = run->timeout_status;
	policy.directory.now = run->now;
	policy.directory.tls = config->directory.certificate;
	judge_template_survey(probe_template_survey(run, &config->directory, &config->questions), &policy,
			      run->findings);
	judge_run_time(deadline_elapsed(&run->deadline), "for everything", &config->time, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {.directory = DIRECTORY_OPTIONS_DEFAULT, .time = {.slow = CAUSE_DIRECTORY_SLOW}};
	const struct plugin plugin = {
		.name = "check_template_acl",
		.label = "TEMPLATE_ACL",
		.summary = "May the account enroll, and would the template work?",
		.usage = "-H DC --template=NAME --account=NAME [options]\n--domain=DNS --template=NAME --account=NAME "
			 "[options]",
		.heading = "Certificate templates",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	return plugin_run(&plugin, argc, argv);
}
