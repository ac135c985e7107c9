/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about one OCSP responder's answer, as a probe gathers and judge_ocsp() judges them. */
#ifndef JUDGE_OCSP_FACTS_H
#define JUDGE_OCSP_FACTS_H

#include "pki/ocsp.h"

struct ocsp_place {
	const char *uri;    /* safe to print */
	const char *object; /* "ocsp1": in front of ids and perfdata */

	/* Of the transport: false means that nothing below was read; why is the probe's to tell. */
	bool fetched;
	const char *wrong; /* what ocsp_response_parse() said; NULL: response is filled */
	enum ocsp_fault fault;
	struct ocsp_response response;
	struct ocsp_query query; /* what was asked */
	bool nonce_refused;      /* it was asked with a nonce before, and took that request for malformed */
};

#endif
