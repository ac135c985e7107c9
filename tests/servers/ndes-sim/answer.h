/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HTTP answer before any library has it. */
#ifndef NDES_SIM_ANSWER_H
#define NDES_SIM_ANSWER_H

#include "bytes.h"

#define SERVER_IIS "Microsoft-IIS/10.0"
#define SERVER_HTTP_SYS "Microsoft-HTTPAPI/2.0"
#define TYPE_HTML "text/html"

#define ANSWER_HEADERS_MAX 6

struct answer {
	unsigned int status;
	const char *server; /* the Server header; NULL: none */
	const char *type;   /* Content-Type; NULL: none */
	struct {
		const char *name;
		char *value;
	} headers[ANSWER_HEADERS_MAX];
	size_t header_count;
	struct bytes body;
	size_t announced; /* a Content-Length that promises more than the body has; 0: the truth */
	char *detail;	  /* for the log */
};

/* An answer of IIS with an HTML body (a text that is copied; NULL: no body). */
struct answer answer_make(unsigned int status, const char *html);
void answer_header(struct answer *answer, const char *name, const char *value);
void answer_release(struct answer *answer);

#endif
