/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/directory_options.h"

#include "core/secret.h"

static const char *settle_servers(struct directory_options *options, struct arena *arena)
{
	const char *wrong = NULL;

	options->servers = arena_allocate(arena, options->hosts.count * sizeof *options->servers);
	for (size_t i = 0; i < options->hosts.count && wrong == NULL; i++) {
		wrong = host_port_parse(options->hosts.items[i], arena, &options->servers[i]);
		if (wrong != NULL)
			wrong = text_format(arena, "--hostname: '%s' %s", secret_hidden(arena, options->hosts.items[i]),
					    wrong);
	}
	return wrong;
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
	const char *wrong;

	if (options->hosts.count == 0 && options->domain == NULL)
		return "which directory? Give --hostname=DC or --domain=DNS";
	if (options->tls && options->login.starttls)
		return "--ssl and --starttls exclude each other";
	wrong = settle_servers(options, arena);
	if (wrong == NULL && options->domain != NULL && !host_is_name(options->domain))
		wrong = text_format(arena, "--domain: '%s' is no name of a domain",
				    secret_hidden(arena, options->domain));
	if (wrong == NULL)
		wrong = check_login(options);
	if (wrong == NULL)
		wrong = settle_certificate(options);
	return wrong == NULL ? ldap_login_read(&options->login, arena) : wrong;
}
