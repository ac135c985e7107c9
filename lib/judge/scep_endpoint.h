/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about one SCEP endpoint, as probe_scep_endpoints() gathers and judge_scep_endpoint() judges them. */
#ifndef JUDGE_SCEP_ENDPOINT_H
#define JUDGE_SCEP_ENDPOINT_H

#include "net/http_answer.h"
#include "net/http_options.h"
#include "pki/certificate_set.h"
#include "scep/capabilities.h"
#include "scep/page.h"

struct scep_endpoint {
	const struct http_endpoint *endpoint;

	struct http_answer capabilities_answer;
	const char *capabilities_wrong; /* NULL: capabilities is filled; only of a 200 */
	struct scep_capabilities capabilities;
	struct page capabilities_page; /* what a body is that holds no capabilities */
	const char *other_form; /* sanitised URL that answers, with or without /pkiclient.exe, where this one is 404 */

	struct http_answer certificates_answer;
	const char *certificates_wrong; /* NULL: certificates is filled; only of a 200 */
	enum certificate_set_fault certificates_fault;
	struct certificate_set certificates;
	struct page certificates_page;

	/* Outcome HTTP_SKIPPED: not asked. */
	struct http_answer bare_answer, admin_answer, long_answer, direct_answer;
	struct page bare_page, admin_page;
	const char *direct_wrong; /* NULL: direct_answer holds capabilities; only of a 200 */
	struct page direct_page;  /* what its body is otherwise */
	const char *admin_url;    /* sanitised */
};

#endif
