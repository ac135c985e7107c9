/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every reader of a directory says of the way there. Inside lib/judge only. */
#ifndef JUDGE_JUDGE_LDAP_H
#define JUDGE_JUDGE_LDAP_H

#include "core/finding.h"
#include "net/ldap_answer.h"

/* Where a directory stayed silent. */
struct ldap_silence {
	enum ldap_phase phase;
	const char *server, *srv_domain; /* NULL: not known */
	const char *told;                /* the server's own words for it; NULL: none */
};

/* "no answer from dc1 port 636 in time, stuck in the TLS handshake: ..." */
void judge_ldap_silence(const struct ldap_silence *silence, enum status status, struct finding *finding);

enum cause ldap_tls_cause(enum ldap_tls_fault fault);

#endif
