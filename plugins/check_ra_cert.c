/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_ra_cert: how long do the RA certificates live, and are they the right ones? */
#include <string.h>

#include "core/plugin.h"
#include "judge/judge_ca_answer.h"
#include "net/http_options.h"
#include "probe/probe_ca_answers.h"

struct config {
	struct http_options http;
	struct http_endpoints endpoints;
	struct text_list files;
	struct lifetime_limit warning, critical;
	struct lifetime_policy lifetime;
	int superseded; /* enum ra_superseded */
	const char *trust, *pin_text, *state_folder, *ca_identifier;
	struct certificate_set trusted;
	unsigned char pin[SHA256_LENGTH];
	unsigned min_key_size;
};

static const struct option_row rows[] = {
	HTTP_OPTIONS(struct config, http),
	OPTION('f', "file", struct config, files, "FILE",
	       "Read the certificates from FILE (PKCS#7, PEM, DER, base64) instead of asking a server. May be "
	       "repeated: the files together are one set."),
	OPTION('w', "warning", struct config, warning, "LEFT",
	       "Warn when less than LEFT remains (30d, 36h, 1w2d, 25% of the lifetime; a bare number is days; default "
	       "30d)."),
	OPTION('c', "critical", struct config, critical, "LEFT", "Critical when less than LEFT remains (default 14d)."),
	OPTION(0, "superseded", struct config, superseded, "ok|warning",
	       "What an older certificate of the same role beside the leading one is (default ok).",
	       .words = "ok|warning"),
	OPTION(0, "trust", struct config, trust, "FILE|DIR",
	       "The chain must end at a certificate of FILE, or of the files of DIR."),
	OPTION(0, "pin", struct config, pin_text, "SHA256",
	       "SHA-256 fingerprint of the CA certificate, with or without colons: critical if it is another one."),
	OPTION(0, "min-key-size", struct config, min_key_size, "BITS",
	       "Warn about RSA keys that are shorter (default 2048).", .maximum = 65536),
	OPTION(0, "state-dir", struct config, state_folder, "DIR",
	       "Remember the last set seen in DIR, so that a dead endpoint can be explained later."),
	OPTION(0, "ca-ident", struct config, ca_identifier, "TEXT",
	       "CA identifier sent as message= (default: default, as Windows sends it)."),
};

/* 64 hexadecimal digits; colons and blanks between them are skipped. */
static const char *parse_pin(const char *text, unsigned char pin[SHA256_LENGTH])
{
	size_t count = 0;

	for (; *text != 0; text++) {
		int digit = text_hex_digit(*text);

		if (*text == ':' || *text == ' ')
			continue;
		if (digit < 0 || count == 2 * SHA256_LENGTH)
			return "--pin: not a SHA-256 fingerprint (64 hexadecimal digits)";
		pin[count / 2] = (unsigned char)(pin[count / 2] << 4 | digit);
		count++;
	}
	return count == 2 * SHA256_LENGTH ? NULL : "--pin: not a SHA-256 fingerprint (64 hexadecimal digits)";
}

static const char *check_sources(const struct config *config)
{
	if (config->files.count != 0 && config->endpoints.count != 0)
		return "give --file or a server, not both";
	if (config->files.count == 0 && config->endpoints.count == 0)
		return "what shall be asked? Give --url=URL, --hostname=HOST or --file=FILE";
	if (config->files.count != 0 && config->state_folder != NULL)
		return "--state-dir remembers what a server showed; it does not go with --file";
	return NULL;
}

static const char *check_certificates(struct config *config, struct arena *arena)
{
	const char *wrong = config->trust != NULL ? probe_trust(config->trust, arena, &config->trusted) : NULL;

	if (wrong != NULL)
		return text_format(arena, "--trust: %s", wrong);
	return config->pin_text != NULL ? parse_pin(config->pin_text, config->pin) : NULL;
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong =
		http_options_endpoints(&config->http, "/certsrv/mscep/mscep.dll", arena, &config->endpoints);

	config->lifetime = (struct lifetime_policy){.warning = config->warning, .critical = config->critical};
	if (wrong == NULL)
		wrong = check_sources(config);
	if (wrong == NULL)
		wrong = lifetime_policy_settle(&config->lifetime);
	return wrong != NULL ? wrong : check_certificates(config, arena);
}

static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;
	struct text_buffer names = {.arena = arena};

	if (config->endpoints.count != 0)
		return http_endpoints_target(&config->endpoints, arena);
	for (size_t i = 0; i < config->files.count; i++)
		text_append(&names, "%s%s", i != 0 ? "," : "", config->files.items[i]);
	return text_of(&names);
}

static struct ca_policy policy_of(const struct config *config, const struct run *run)
{
	return (struct ca_policy){
		.http =
			{
				.timeout_status = run->timeout_status,
				.limit = run->limit,
				.now = run->now,
				.redirects = (enum redirect_policy)config->http.redirects,
			},
		.certificates =
			{
				.lifetime = config->lifetime,
				.superseded = (enum ra_superseded)config->superseded,
				.trust = config->trust != NULL ? &config->trusted : NULL,
				.pin = config->pin_text != NULL ? config->pin : NULL,
				.min_key_size = config->min_key_size,
				.loose = config->files.count != 0,
			},
	};
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	struct ca_policy policy = policy_of(config, run);
	size_t count = config->files.count != 0 ? 1 : config->endpoints.count;
	const struct ca_answer *answers = config->files.count != 0
						  ? probe_ca_files(run, &config->files)
						  : probe_ca_answers(run, &config->http, &config->endpoints,
								     config->ca_identifier, config->state_folder);

	for (size_t i = 0; i < count; i++)
		judge_ca_answer(&answers[i], count > 1 ? (unsigned)i + 1 : 0, &policy, run->findings);
	judge_ca_summary(answers, count, run->now, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {
		.warning = LIFETIME_DAYS(30),
		.critical = LIFETIME_DAYS(14),
		.min_key_size = 2048,
		.ca_identifier = "default",
	};
	const struct plugin plugin = {
		.name = "check_ra_cert",
		.label = "RA_CERT",
		.summary = "How long do the RA certificates live, and are they the right ones?",
		.usage = "-u URL [-u URL ...] [options]\n-H HOST [-S] [-p PORT] [--path=PATH] [options]\n-f FILE [-f "
			 "FILE ...] [options]",
		.heading = "SCEP server and certificates",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	return plugin_run(&plugin, argc, argv);
}
