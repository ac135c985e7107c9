/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks clocks what time they have, all at once. */
#ifndef PROBE_PROBE_CLOCK_H
#define PROBE_PROBE_CLOCK_H

#include "core/plugin.h"
#include "judge/clock_survey.h"
#include "net/http_options.h"

enum clock_scheme {
	CLOCK_NTP,
	CLOCK_KERBEROS,
	CLOCK_SMB,
	CLOCK_LDAP,
	CLOCK_CLDAP,
	CLOCK_RPC,
	/* these need libraries: probe_clock_web() */
	CLOCK_HTTP,
	CLOCK_HTTPS,
	CLOCK_LDAPS,
};

/* One clock to ask. Texts live as long as the run. */
struct clock_question {
	const char *name; /* as the user calls it; NULL: not given */
	enum clock_scheme scheme;
	const char *host; /* IPv6 without brackets */
	uint16_t port;
	const char *path;              /* "/certsrv/"; "" */
	const char *principal, *realm; /* of CLOCK_KERBEROS */
	const char *url;               /* of CLOCK_HTTP and CLOCK_HTTPS */
};

struct clock_questions {
	struct clock_question *items;
	size_t count;
	bool has_reference; /* the last one is the reference */
	unsigned samples;
};

/* The word in front of "://"; NULL behind the last scheme. */
const char *clock_scheme_name(enum clock_scheme scheme);

uint16_t clock_scheme_port(enum clock_scheme scheme);
bool clock_needs_web(enum clock_scheme scheme);

/*
 * Reads "[NAME=]SCHEME://HOST[:PORT][/PATH]". For Kerberos the path is PRINCIPAL[@REALM]. Returns NULL or what is
 * wrong, fit to follow the text.
 */
const char *clock_question_parse(const char *text, struct arena *arena, struct clock_question *ret_question);

/* Fills the targets of questions that need libraries, while the others are asked. */
typedef void clock_web(struct run *run, const struct http_options *options, const struct clock_questions *questions,
		       struct clock_target *targets);

/* web: NULL where no question needs it. Never fails: the facts say what came. */
struct clock_survey probe_clock(struct run *run, const struct http_options *options,
				const struct clock_questions *questions, clock_web *web);

/* By libcurl and libldap: NTLM's time where a URL offers it, else the Date; currentTime of the rootDSE within TLS. */
clock_web probe_clock_web;

#endif
