/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/directory_options.h"

#include "core/host_port.h"
#include "core/secret.h"

/* As check_crl_dp reads its --ldap-host: what is no port would be asked as another one. */
static const char *check_host(const char *host, struct arena *arena)
{
	struct host_port read;
	const char *wrong = host_port_parse(host, arena, &read);

	return wrong == NULL ? NULL : text_format(arena, "--hostname: '%s' %s", secret_hidden(arena, host), wrong);
}

static const char *check_login(const struct directory_options *options)
{
	const struct ldap_login *login = &options->login;

	if (login->bind_dn != NULL && (login->keytab != NULL || login->principal != NULL))
		return "--bind-dn is a login with a password, --keytab one with Kerberos: give one of them";
	if (login->principal != NULL && login->keytab == NULL)
		return "--principal needs --keytab";
	if (login->bind_dn != NULL && !options->tls && !login->starttls && !login->allow_cleartext)
		return "--bind-dn sends a password: give --ssl or --starttls (or, if you must, --allow-cleartext)";
	return NULL;
}

static const char *settle_certificate(struct directory_options *options)
{
	options->certificate =
		(struct lifetime_policy){.warning = options->tls_warning, .critical = options->tls_critical};
	return lifetime_policy_settle(&options->certificate) == NULL
		       ? NULL
		       : "--tls-warning is less strict than --tls-critical: more must be left at the warning";
}

const char *directory_options_settle(struct directory_options *options, struct arena *arena)
{
	const char *wrong = NULL;

	if (options->hosts.count == 0 && options->domain == NULL)
		return "which directory? Give --hostname=DC or --domain=DNS";
	if (options->tls && options->login.starttls)
		return "--ssl and --starttls exclude each other";
	for (size_t i = 0; i < options->hosts.count && wrong == NULL; i++)
		wrong = check_host(options->hosts.items[i], arena);
	if (wrong == NULL && options->domain != NULL && !host_is_name(options->domain))
		wrong = text_format(arena, "--domain: '%s' is no name of a domain",
				    secret_hidden(arena, options->domain));
	if (wrong == NULL)
		wrong = check_login(options);
	if (wrong == NULL)
		wrong = settle_certificate(options);
	return wrong == NULL ? ldap_login_read(&options->login, arena) : wrong;
}

const char *directory_options_target(const struct directory_options *options, struct arena *arena)
{
	struct text_buffer text = {.arena = arena};

	for (size_t i = 0; i < options->hosts.count; i++)
		text_append(&text, "%s%s", i != 0 ? "," : "", text_safe(arena, options->hosts.items[i]));
	return text.length != 0 ? text_of(&text) : text_safe(arena, options->domain != NULL ? options->domain : "");
}
