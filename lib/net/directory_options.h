/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of every plugin that reads Active Directory (interface, chapter 1). */
#ifndef NET_DIRECTORY_OPTIONS_H
#define NET_DIRECTORY_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/host_port.h"
#include "core/lifetime.h"
#include "core/options.h"
#include "core/text.h"
#include "net/ldap_login.h"

struct directory_options {
	struct text_list hosts;    /* as they were given; tried in turn */
	struct host_port *servers; /* the same, read: as many; filled by settle */
	const char *domain;        /* DNS name; its domain controllers by SRV if hosts is empty */
	uint16_t port;             /* of servers that have none of their own; 0: 389, with tls 636 */
	bool tls;
	struct ldap_login login;
	const char *ca_cert;
	bool insecure;
	struct lifetime_limit tls_warning, tls_critical;
	struct lifetime_policy certificate; /* what must be left of the server's; filled by settle */
};

/* Domain controllers renew theirs by themselves, long before these days. */
#define DIRECTORY_OPTIONS_DEFAULT \
	{ \
		.tls_warning = LIFETIME_DAYS(14), .tls_critical = LIFETIME_DAYS(3) \
	}

#define DIRECTORY_OPTIONS(type, member) \
	OPTION('H', "hostname", type, member.hosts, "DC", \
	       "Ask this domain controller (for Kerberos by its full name). May be repeated: they are tried in " \
	       "turn."), \
		OPTION(0, "domain", type, member.domain, "DNS", \
		       "Ask a domain controller of this domain, found by its SRV records."), \
		OPTION('p', "port", type, member.port, "PORT", "Port of LDAP (default 389, with --ssl 636)."), \
		OPTION('S', "ssl", type, member.tls, NULL, "Use LDAP over TLS (ldaps)."), \
		OPTION('T', "starttls", type, member.login.starttls, NULL, "Use StartTLS."), \
		OPTION('D', "bind-dn", type, member.login.bind_dn, "NAME", \
		       "Log in as NAME (DN, user@domain or DOMAIN/user) with a password. Without it Kerberos is " \
		       "used."), \
		OPTION(0, "password-file", type, member.login.password_file, "FILE", \
		       "Password for --bind-dn: the first line of FILE, which others must not be able to read (else " \
		       "LDAP_PASSWORD of the environment)."), \
		OPTION(0, "keytab", type, member.login.keytab, "FILE", \
		       "Get a Kerberos ticket with this keytab (no kinit is needed; default: the ticket at hand)."), \
		OPTION(0, "principal", type, member.login.principal, "NAME", \
		       "Principal of --keytab (default: the first one in it)."), \
		OPTION(0, "allow-cleartext", type, member.login.allow_cleartext, NULL, \
		       "Send the password without TLS too."), \
		OPTION(0, "ca-cert", type, member.ca_cert, "FILE|DIR", \
		       "Trust the certificates of FILE (PEM) or of the hashed folder DIR instead of the system's."), \
		OPTION(0, "insecure", type, member.insecure, NULL, "Do not verify the server's TLS certificate."), \
		OPTION(0, "tls-warning", type, member.tls_warning, "LEFT", \
		       "Warn when less than LEFT remains of the domain controller's TLS certificate (30d, 36h, 25%; " \
		       "default 14d)."), \
		OPTION(0, "tls-critical", type, member.tls_critical, "LEFT", \
		       "Critical when less than LEFT remains of it (default 3d).")

/* Completes the options: reads hosts and password, settles the limits. Returns NULL, or what is wrong or contradictory.
 */
const char *directory_options_settle(struct directory_options *options, struct arena *arena);

#endif
