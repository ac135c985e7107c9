/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_ldap.h"

void judge_ldap_silence(const struct ldap_silence *silence, enum status status, struct finding *finding)
{
	static const struct {
		enum cause cause;
		const char *words;
	} phases[] = {
		[LDAP_PHASE_RESOLVE] = {CAUSE_NET_DNS, "the name server does not answer"},
		[LDAP_PHASE_CONNECT] = {CAUSE_NET_FILTERED, "filtered, or the host is down"},
		[LDAP_PHASE_TLS] = {CAUSE_NET_TIMEOUT, "the server accepts the connection, but stays silent"},
		[LDAP_PHASE_BIND] = {CAUSE_NET_TIMEOUT, "the server takes the login, but does not answer"},
		[LDAP_PHASE_SEARCH] = {CAUSE_NET_TIMEOUT, "the server takes the question, but does not answer"},
	};
	struct arena *arena = finding->findings->arena;
	const char *asked = silence->server != NULL ? silence->server
			    : silence->srv_domain != NULL
				    ? text_format(arena, "the domain controllers of %s", silence->srv_domain)
				    : "the directory";

	finding_set(finding, status, phases[silence->phase].cause, "no answer from %s in time, stuck in the %s: %s",
		    asked, ldap_phase_name(silence->phase),
		    silence->told != NULL ? silence->told : phases[silence->phase].words);
	finding_late(finding);
}

enum cause ldap_tls_cause(enum ldap_tls_fault fault)
{
	switch (fault) {
	case LDAP_TLS_UNTRUSTED:
		return CAUSE_TLS_UNTRUSTED;
	case LDAP_TLS_OTHER_NAME:
		return CAUSE_TLS_NAME;
	case LDAP_TLS_OUT_OF_DATE:
		return CAUSE_TLS_EXPIRED;
	default:
		return CAUSE_TLS_PROTOCOL;
	}
}
