/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the clocks of an enrolment chain said. The own clock is 0: every offset is another clock minus this host's. */
#ifndef JUDGE_CLOCK_SURVEY_H
#define JUDGE_CLOCK_SURVEY_H

#include "clock/clock_sample.h"
#include "clock/ntp.h"
#include "core/text.h"
#include "judge/crl_survey.h"
#include "net/exchange_answer.h"

/*
 * One clock that was asked. Texts are fit to print. What came is one of: samples (also where the conversation broke off
 * behind them), wrong, or a failure of the transport.
 */
struct clock_target {
	const char *name;   /* as the user calls it; NULL: not given */
	const char *scheme; /* "ntp", "http" ... */
	const char *host;
	const char *place; /* behind the host in a URL: \":8080/x\"; NULL or \"\": as usual */
	uint16_t port;
	bool udp;
	const struct access *access;     /* of http, https and ldaps; NULL: see exchange */
	struct exchange_answer exchange; /* of everything else */
	const char *wrong;               /* a parser's sentence about the answer; NULL: nothing wrong, or none came */
	const char *source;              /* that gave the number, behind "by": "NTP", "NTLM", "the Date header" */
	bool cacheable;                  /* an old answer of a cache looks alike: Date */
	double age;                      /* the most that a cache says of such an answer (Age), seconds; 0: none does */
	const struct clock_sample *samples; /* in the order of asking */
	size_t count;
	bool has_ntp;
	struct ntp_reply ntp;   /* the last one */
	struct text_list notes; /* what else it said: "calls itself dc1.corp.test" */
};

struct clock_survey {
	const struct clock_target *targets;
	size_t count;
	const struct clock_target *reference; /* not of the chain; NULL: not given */
	bool once;                            /* each was asked once only: that was the user's wish */
};

#endif
