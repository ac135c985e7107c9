/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about the certificates of one SCEP server (or of files), as probe_ca_answers() gathers them. */
#ifndef JUDGE_CA_ANSWER_H
#define JUDGE_CA_ANSWER_H

#include "net/http_answer.h"
#include "net/http_options.h"
#include "pki/certificate_set.h"
#include "scep/page.h"

struct ca_answer {
	const char *name;                     /* the endpoint's display, or the files' names */
	const struct http_endpoint *endpoint; /* NULL: files */
	struct http_answer http;              /* of an endpoint */
	const char *unreadable;               /* a file that can't be read: why; NULL otherwise */
	const char *wrong;                    /* NULL: set is filled */
	enum certificate_set_fault fault;
	struct certificate_set set;
	struct page page; /* what a body is that holds no certificates */

	/* --state-dir: the last set that was seen; count is 0 if there is none. */
	struct certificate_set remembered;
	int64_t remembered_at;   /* epoch */
	const char *not_written; /* why the set could not be remembered; NULL: it was, or need not be */
};

#endif
