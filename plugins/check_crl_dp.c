/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_crl_dp: can clients get fresh, valid revocation lists? */
#include <string.h>

#include "core/host_port.h"
#include "core/plugin.h"
#include "core/secret.h"
#include "judge/judge_crl_survey.h"
#include "net/http_options.h"
#include "net/ldap_fetch.h"
#include "probe/probe_crl_survey.h"

struct config {
	struct http_options http;
	struct text_list certificates, scep, tls, urls, files, issuers, serials;
	const char *ldap_host, *domain;
	struct ldap_login login;
	bool aia, ocsp, revoked, quick;
	struct lifetime_limit warning, critical;
	struct lifetime_policy left;
	struct byte_size max_size;
	struct crl_questions questions;
};

static const struct option_row rows[] = {
	OPTION(0, "cert", struct config, certificates, "FILE",
	       "Check the lists that the certificates of FILE name (PEM, DER, PKCS#7). May be repeated."),
	OPTION(0, "scep", struct config, scep, "URL",
	       "Check the lists that the certificates of a SCEP server name (GetCACert). May be repeated."),
	OPTION(0, "tls", struct config, tls, "HOST[:PORT]",
	       "Check the lists that the chain of a TLS server names (default port 443). May be repeated."),
	OPTION('u', "crl", struct config, urls, "URL",
	       "Check the list at URL (http, https, ldap, ldaps). May be repeated."),
	OPTION('f', "file", struct config, files, "FILE", "Check the list in FILE. May be repeated."),
	OPTION(0, "issuer", struct config, issuers, "FILE",
	       "Certificates of CAs that sign lists (else from the set, or fetched by AIA). May be repeated."),
	OPTION(0, "ldap-host", struct config, ldap_host, "HOST[:PORT]",
	       "Server for ldap:/// URLs without a host, as AD CS writes them."),
	OPTION(0, "domain", struct config, domain, "DNS",
	       "Domain whose domain controllers (SRV) are asked for ldap:/// URLs, if the URL's DC= parts don't tell."),
	OPTION('D', "bind-dn", struct config, login.bind_dn, "DN",
	       "Log in to the directory as DN (DN, UPN or DOMAIN/user); without it anonymously."),
	OPTION(0, "password-file", struct config, login.password_file, "FILE",
	       "Password for --bind-dn: the first line of FILE, which others must not be able to read (else "
	       "LDAP_PASSWORD "
	       "of the environment)."),
	OPTION('T', "starttls", struct config, login.starttls, NULL, "Use StartTLS with ldap URLs."),
	OPTION(0, "allow-cleartext", struct config, login.allow_cleartext, NULL, "Send the password without TLS too."),
	OPTION(0, "aia", struct config, aia, NULL,
	       "Fetch the issuers' certificates by AIA too: is the one behind the URL really the issuer?"),
	OPTION(0, "ocsp", struct config, ocsp, NULL, "Ask the OCSP responders that the certificates name too."),
	OPTION(0, "revoked", struct config, revoked, NULL, "Look up the given certificates in the lists."),
	OPTION(0, "serial", struct config, serials, "HEX", "Look up this serial number in the lists. May be repeated."),
	OPTION('w', "warning", struct config, warning, "LEFT",
	       "Warn when less than LEFT remains of a list (36h, 2d, 25%; default: when the CA missed its next "
	       "publication, "
	       "else 10%)."),
	OPTION('c', "critical", struct config, critical, "LEFT",
	       "Critical when less than LEFT remains (default: a third of the overlap, else 5%)."),
	OPTION(0, "max-size", struct config, max_size, "BYTES", "Largest list that is read (default 1G)."),
	OPTION(0, "quick", struct config, quick, NULL,
	       "Read the header of lists only: dates, but neither signature nor next publication; the output says so."),
	HTTP_TRANSPORT_OPTIONS(struct config, http, HTTP_REDIRECT_FOLLOWED),
};

static const char *endpoints_of(const struct text_list *urls, const char *option, struct arena *arena,
				struct http_endpoints *ret_endpoints)
{
	struct http_options only = {.urls = *urls};
	const char *wrong = http_options_endpoints(&only, "/", arena, ret_endpoints);

	/* it speaks of --url */
	return wrong == NULL ? NULL : text_format(arena, "%s%s", option, wrong + strlen("--url"));
}

/* *ret_text: the same, as a URL has it. */
static const char *check_host(const char *option, const char *text, struct arena *arena, const char **ret_text)
{
	struct host_port read;
	const char *wrong = host_port_parse(text, arena, &read);

	if (wrong != NULL)
		return text_format(arena, "%s: '%s' %s", option, secret_hidden(arena, text), wrong);
	*ret_text = host_port_text(arena, &read);
	return NULL;
}

static const char *check_tls(struct config *config, struct arena *arena)
{
	struct text_list urls = {0};

	for (size_t i = 0; i < config->tls.count; i++) {
		const char *host, *wrong = check_host("--tls", config->tls.items[i], arena, &host);

		if (wrong != NULL)
			return wrong;
		text_list_add(arena, &urls, text_format(arena, "https://%s/", host));
	}
	return endpoints_of(&urls, "--tls", arena, &config->questions.tls_endpoints);
}

static const char *check_servers(struct config *config, struct arena *arena)
{
	struct http_endpoints none;
	const char *wrong = http_options_endpoints(&config->http, "/", arena, &none);

	if (wrong == NULL)
		wrong = endpoints_of(&config->scep, "--scep", arena, &config->questions.scep);
	return wrong == NULL ? check_tls(config, arena) : wrong;
}

static const char *check_directory(struct config *config, struct arena *arena)
{
	if (config->domain != NULL && !host_is_name(config->domain))
		return text_format(arena, "--domain: '%s' is no name of a domain",
				   secret_hidden(arena, config->domain));
	if (config->ldap_host == NULL)
		return NULL;
	return check_host("--ldap-host", config->ldap_host, arena, &config->ldap_host);
}

static const char *check_serials(struct config *config, struct arena *arena)
{
	struct octets *serials = arena_allocate(arena, (config->serials.count + 1) * sizeof *serials);

	for (size_t i = 0; i < config->serials.count; i++) {
		const char *wrong = crl_serial_parse(arena, config->serials.items[i], &serials[i]);

		if (wrong != NULL)
			return text_format(arena, "--serial: '%s' %s", text_safe(arena, config->serials.items[i]),
					   wrong);
		text_list_add(arena, &config->questions.serial_texts, text_safe(arena, config->serials.items[i]));
	}
	config->questions.serials = serials;
	return NULL;
}

static const char *check_limits(struct config *config)
{
	config->left = (struct lifetime_policy){.warning = config->warning, .critical = config->critical};
	return config->warning.given && config->critical.given ? lifetime_policy_settle(&config->left) : NULL;
}

static const char *check_url(const char *url, struct arena *arena)
{
	const char *shown = secret_hidden(arena, url);
	struct text_list one = {.items = &url, .count = 1};
	struct http_endpoints endpoint;
	const char *wrong;

	if (text_has_prefix(url, "http://") || text_has_prefix(url, "https://"))
		return endpoints_of(&one, "--crl", arena, &endpoint);
	if (!text_has_prefix(url, "ldap://") && !text_has_prefix(url, "ldaps://"))
		return text_format(arena, "--crl: '%s' is no http, https, ldap or ldaps URL (a file goes into --file)",
				   shown);
	wrong = ldap_url_wrong(url, "certificateRevocationList");
	return wrong == NULL ? NULL : text_format(arena, "--crl: '%s': %s", shown, wrong);
}

static const char *check_urls(const struct config *config, struct arena *arena)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < config->urls.count && wrong == NULL; i++)
		wrong = check_url(config->urls.items[i], arena);
	return wrong;
}

static void fill_questions(struct config *config)
{
	struct crl_questions *questions = &config->questions;

	questions->certificates = config->certificates;
	questions->tls = config->tls;
	questions->urls = config->urls;
	questions->files = config->files;
	questions->issuers = config->issuers;
	questions->ldap_host = config->ldap_host;
	questions->domain = config->domain;
	questions->login = &config->login;
	questions->aia = config->aia;
	questions->ocsp = config->ocsp;
	questions->revoked = config->revoked;
	questions->quick = config->quick;
	questions->max_size = config->max_size.bytes;
}

static const char *contradiction(const struct config *config)
{
	size_t named = config->certificates.count + config->scep.count + config->tls.count;

	if (named + config->urls.count + config->files.count == 0)
		return "what shall be checked? Give --cert=FILE, --scep=URL, --tls=HOST, --crl=URL or --file=FILE";
	if ((config->aia || config->ocsp || config->revoked) && named == 0)
		return "--aia, --ocsp and --revoked are about certificates: give --cert, --scep or --tls";
	if (config->quick && (config->revoked || config->serials.count != 0))
		return "--quick reads no entries: it does not go with --revoked and --serial";
	return NULL;
}

static const char *reject(void *untyped, struct arena *arena)
{
	struct config *config = untyped;
	const char *wrong = contradiction(config);

	if (wrong == NULL)
		wrong = check_servers(config, arena);
	if (wrong == NULL)
		wrong = check_directory(config, arena);
	if (wrong == NULL)
		wrong = check_urls(config, arena);
	if (wrong == NULL)
		wrong = check_limits(config);
	if (wrong == NULL)
		wrong = check_serials(config, arena);
	if (wrong == NULL)
		wrong = ldap_login_read(&config->login, arena);
	fill_questions(config);
	return wrong;
}

static void name_all(struct text_buffer *text, const struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		text_append(text, "%s%s", text->length != 0 ? "," : "", list->items[i]);
}

/* Without the logins. */
static void name_places(struct text_buffer *text, const struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		text_append(text, "%s%s", text->length != 0 ? "," : "", secret_hidden(text->arena, list->items[i]));
}

static const char *target(const void *untyped, struct arena *arena)
{
	const struct config *config = untyped;
	struct text_buffer text = {.arena = arena};

	name_all(&text, &config->certificates);
	for (size_t i = 0; i < config->questions.scep.count; i++)
		text_append(&text, "%s%s", text.length != 0 ? "," : "", config->questions.scep.items[i].display);
	name_places(&text, &config->tls);
	name_places(&text, &config->urls);
	name_all(&text, &config->files);
	return text_of(&text);
}

static void check(const void *untyped, struct run *run)
{
	const struct config *config = untyped;
	const struct survey_policy policy = {
		.http =
			{
				.timeout_status = run->timeout_status,
				.limit = run->limit,
				.now = run->now,
				.redirects = (enum redirect_policy)config->http.redirects,
			},
		.aia = config->aia,
		.revoked = config->revoked,
		.lists = {.left = config->left, .unverified = STATUS_UNKNOWN, .replication = CRL_REPLICATION},
	};

	judge_crl_survey(probe_crl_survey(run, &config->http, &config->questions), &policy, run->findings);
}

int main(int argc, char **argv)
{
	struct config config = {.max_size = {.bytes = 1ULL << 30}};
	const struct plugin plugin = {
		.name = "check_crl_dp",
		.label = "CRL_DP",
		.summary = "Can clients get fresh, valid revocation lists?",
		.usage =
			"--cert=FILE [options]\n--scep=URL [options]\n--tls=HOST[:PORT] [options]\n-u URL [-u URL ...] "
			"[--issuer=FILE] [options]\n-f FILE [--issuer=FILE] [options]",
		.heading = "Revocation lists",
		.rows = rows,
		.row_count = ARRAY_LENGTH(rows),
		.config = &config,
		.reject = reject,
		.target = target,
		.check = check,
	};

	return plugin_run(&plugin, argc, argv);
}
