/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every conversation over TCP or UDP says of the way there. Inside lib/judge only. */
#ifndef JUDGE_JUDGE_EXCHANGE_H
#define JUDGE_JUDGE_EXCHANGE_H

#include "core/finding.h"
#include "net/exchange_answer.h"

/* Who was asked, and what silence means. */
struct exchange_purpose {
	const char *host; /* fit to print */
	unsigned port;
	bool udp;
	enum status timeout_status;
	double limit; /* seconds of --timeout */
};

/* Did the conversation come to no end? If so, the finding is set. */
bool judge_exchange(const struct exchange_answer *answer, const struct exchange_purpose *purpose,
		    struct finding *finding);

/* Attempts, the address, and datagrams of others. */
void judge_exchange_notes(const struct exchange_answer *answer, struct finding *finding);

#endif
