/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gathers what clients would about revocation (RFC 5280 6.3): the lists that certificates name, at every place, their
 * delta lists, and on demand the issuers' certificates (AIA) and the responders' answers (OCSP). All places at once;
 * what only an answer names (delta lists, OCSP of an issuer that AIA delivers) in a second turn.
 */
#ifndef PROBE_PROBE_CRL_SURVEY_H
#define PROBE_PROBE_CRL_SURVEY_H

#include "judge/crl_survey.h"
#include "net/http.h"
#include "net/ldap_login.h"

struct crl_questions {
	struct text_list certificates; /* files */
	struct text_list tls;          /* HOST[:PORT] */
	struct http_endpoints scep, tls_endpoints;
	struct text_list urls, files;  /* lists that are named by themselves */
	struct text_list issuers;      /* files */
	const struct octets *serials;  /* --serial, as crl_serial_parse() makes them */
	struct text_list serial_texts; /* their texts */
	const char *ldap_host, *domain;
	const struct ldap_login *login;
	bool aia, ocsp, revoked, quick;
	uint64_t max_size; /* bytes of a list */
};

/* Never fails: what could not be read is a fact. In the run's arena. */
const struct crl_survey *probe_crl_survey(const struct run *run, const struct http_options *options,
					  const struct crl_questions *questions);

#endif
