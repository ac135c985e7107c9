/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_RESPOND_H
#define NDES_SIM_RESPOND_H

#include "answer.h"
#include "simulator.h"

/* A request as HTTP brought it. */
struct request {
	const char *method;
	const char *target;  /* path and query, as they came */
	const char *path;    /* decoded */
	const char *word;    /* operation=, or NULL */
	const char *message; /* message=, decoded, or NULL */
	struct bytes body;
	bool tls;
	bool client_certificate; /* the client showed one */
};

/* The operation that the request asks for, a leading /redirected taken away. */
enum operation request_operation(const struct request *request);

struct answer respond(struct simulator *simulator, const struct request *request);

#endif
