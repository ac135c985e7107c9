/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list on its way from its place into its parser. Inside lib/probe only. */
#ifndef PROBE_CRL_INTAKE_H
#define PROBE_CRL_INTAKE_H

#include "probe/crl_work.h"

struct crl_intake {
	struct crl_work *work;
	struct list_place *place;
	struct crl_options options;
	struct crl_parser *parser; /* NULL: nothing has begun */
	struct http_sink sink;     /* for a request whose answer is the list */
};

/* Before the first of all: which serial numbers are looked up. */
void crl_intake_choose_serials(struct crl_work *work);

/* intake must stay where it is. */
void crl_intake_prepare(struct crl_intake *intake, struct crl_work *work, struct list_place *place);

/* The end of what the sink takes. whole: the bytes came to their end, or to where no more were wanted. */
void crl_intake_end(struct crl_intake *intake, bool whole);

/* Reads a place that is a file, or the answer of a directory. */
void crl_intake_read_file(struct crl_intake *intake);
void crl_intake_read_directory(struct crl_intake *intake);

#endif
