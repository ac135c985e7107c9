/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The login with Kerberos: SASL's GSSAPI or GSS-SPNEGO (RFC 4752, MS-ADTS 5.1.1.1.2). Active Directory wants it signed
 * and sealed by itself or within TLS, never both.
 */
#include <errno.h>
#include <sasl/sasl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/array.h"
#include "core/host_port.h"
#include "net/ldap_job.h"

/* Whatever SASL asks for (an authorization identity), the answer is its default, or nothing. */
static int answer_sasl(LDAP *handle, unsigned flags, void *defaults, void *untyped)
{
	(void)handle, (void)flags, (void)defaults;
	for (sasl_interact_t *question = untyped; question->id != SASL_CB_LIST_END; question++) {
		question->result = question->defresult != NULL ? question->defresult : "";
		question->len = (unsigned)strlen(question->result);
	}
	return LDAP_SUCCESS;
}

/* What goes wrong most often, by words of the Kerberos library. */
static const char *meaning(const char *diagnostic)
{
	static const char no_ticket[] = "there is no Kerberos ticket (--keytab gets one, or log in with -D)";
	static const char no_mechanism[] = "SASL's GSSAPI is not installed here (Debian: libsasl2-modules-gssapi-mit), "
					   "or the server does not offer it";
	static const struct {
		const char *part, *words;
	} rows[] = {
		{"No credentials were supplied", no_ticket},
		{"No Kerberos credentials available", no_ticket},
		{"No credentials cache found", no_ticket},
		{"Ticket expired", "the Kerberos ticket has expired (--keytab gets a new one each time)"},
		{"Server not found in Kerberos database",
		 "Kerberos knows no ldap/ service of that name (give the domain controller's full name, not an "
		 "address)"},
		{"Clock skew too great",
		 "the clocks of this host and of the domain controller differ by more than 5 minutes"},
		{"Cannot contact any KDC", "no Kerberos server (KDC) of the realm answers"},
		{"Cannot find KDC", "no Kerberos server (KDC) of the realm is known (krb5.conf, DNS)"},
		{"no mechanism available", no_mechanism},
		{"o worthy mechs found", no_mechanism},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (strstr(diagnostic, rows[i].part) != NULL)
			return rows[i].words;
	return NULL;
}

/* A failure on our side of the wire. */
static bool call_failed(struct ldap_job *job, LDAP *handle, int code)
{
	char *diagnostic = NULL;
	const char *words;

	if (code != LDAP_LOCAL_ERROR && code != LDAP_AUTH_UNKNOWN && code != LDAP_PARAM_ERROR &&
	    code != LDAP_NOT_SUPPORTED && code != LDAP_OTHER)
		return ldap_job_call_failed(job, code, errno);
	ldap_get_option(handle, LDAP_OPT_DIAGNOSTIC_MESSAGE, &diagnostic);
	words = diagnostic != NULL ? meaning(diagnostic) : NULL;
	if (words == NULL)
		words = diagnostic != NULL && *diagnostic != 0 ? diagnostic : ldap_err2string(code);
	ldap_job_fails(job, LDAP_OUTCOME_BIND_REFUSED, "%.500s", words);
	ldap_memfree(diagnostic);
	return false;
}

/* A name is taken as it is: reverse DNS is not asked what the server's real name be. */
static void set_up_sasl(const struct ldap_job *job, LDAP *handle)
{
	if (!host_is_address(job->url->lud_host))
		ldap_set_option(handle, LDAP_OPT_X_SASL_NOCANON, LDAP_OPT_ON);
	if (ldap_job_has_tls(job))
		ldap_set_option(handle, LDAP_OPT_X_SASL_SECPROPS, "maxssf=0");
}

/* How many messages a login may take; Kerberos needs three. */
enum { STEPS_MAX = 10 };

static bool shake(struct ldap_job *job, LDAP *handle)
{
	const char *mechanism = NULL;
	LDAPMessage *message = NULL;
	int id = 0;

	for (unsigned step = 0; step < STEPS_MAX; step++) {
		int code = ldap_sasl_interactive_bind(handle, NULL, "GSSAPI GSS-SPNEGO", NULL, NULL, LDAP_SASL_QUIET,
						      answer_sasl, NULL, message, &mechanism, &id);

		if (code == LDAP_SUCCESS) {
			ldap_msgfree(message);
			return true;
		}
		if (code != LDAP_SASL_BIND_IN_PROGRESS) {
			bool refused = message != NULL && code > 0;

			refused ? ldap_job_bind_result(job, handle, message) : call_failed(job, handle, code);
			ldap_msgfree(message);
			return false;
		}
		ldap_msgfree(message);
		message = NULL;
		if (!ldap_job_wait(job, handle, id, &message))
			return false;
	}
	ldap_msgfree(message);
	return ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "its login has no end");
}

/* Who SASL says we are: "monitor@LAB.TEST". */
static void take_identity(struct ldap_job *job, LDAP *handle)
{
	char *name = NULL;
	ber_len_t strength = 0;

	if (ldap_get_option(handle, LDAP_OPT_X_SASL_USERNAME, &name) == LDAP_OPT_SUCCESS && name != NULL)
		ldap_job_show_identity(job, name);
	ldap_memfree(name);
	ldap_get_option(handle, LDAP_OPT_X_SASL_SSF, &strength);
	job->wrapped |= strength > 1;
}

bool ldap_job_login_kerberos(struct ldap_job *job, LDAP *handle)
{
	const struct ldap_batch *batch = job->batch;
	char words[LDAP_DETAIL_MAX / 2] = "";

	ldap_job_enter(job, LDAP_PHASE_BIND);
	ldap_job_show_identity(job, batch->principal != NULL ? batch->principal
				    : batch->keytab != NULL  ? "the first name in the keytab"
							     : "the Kerberos ticket at hand");
	if (batch->keytab != NULL) {
		if (!kerberos_take_keytab(batch->keytab, batch->principal, words, sizeof words))
			return ldap_job_fails(job, LDAP_OUTCOME_BIND_REFUSED, "%.300s", words);
		ldap_job_show_identity(job, words);
	}
	set_up_sasl(job, handle);
	if (!shake(job, handle))
		return false;
	take_identity(job, handle);
	job->logged_in = true;
	return true;
}
