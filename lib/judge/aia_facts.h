/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about one place of an issuer's certificate (caIssuers), as a probe gathers and judge_aia() judges them. */
#ifndef JUDGE_AIA_FACTS_H
#define JUDGE_AIA_FACTS_H

#include "pki/certificate_set.h"

struct aia_place {
	const char *uri;    /* exact and safe to print */
	const char *object; /* "aia1": in front of ids and perfdata */

	/* Of the transport: false means that nothing below was read; why is the probe's to tell. */
	bool fetched;
	const char *wrong; /* what certificate_set_parse() said; NULL: set is filled */
	enum certificate_set_fault fault;
	struct certificate_set set; /* what came: DER, PKCS#7 (p7c) or PEM; of LDAP all values of the attribute */

	const struct certificate *certificate; /* the one that names this place */
	const struct certificate_set *known;   /* CA certificates at hand from elsewhere; NULL: none */
};

#endif
