/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_exchange.h"

#include <string.h>

static const char *server_text(const struct exchange_purpose *purpose, struct arena *arena)
{
	return text_format(arena, strchr(purpose->host, ':') != NULL ? "[%s] %sport %u" : "%s %sport %u", purpose->host,
			   purpose->udp ? "UDP " : "", purpose->port);
}

/* The words stand behind the server's name and port. */
struct outcome_row {
	enum cause cause;
	const char *words, *udp_words; /* NULL: the same */
};

static const struct outcome_row rows[] = {
	[EXCHANGE_NAME_NOT_FOUND] = {CAUSE_NET_DNS, "has no address: the name does not resolve", NULL},
	[EXCHANGE_NO_FAMILY] = {CAUSE_NET_FAMILY, "can't be asked", NULL},
	[EXCHANGE_REFUSED] = {CAUSE_NET_REFUSED, "refuses the connection: nothing listens there",
			      "refuses the question: nothing listens there"},
	[EXCHANGE_UNREACHABLE] = {CAUSE_NET_UNREACHABLE, "can't be reached: no route", NULL},
	[EXCHANGE_CLOSED] = {CAUSE_NET_RESET, "closed the connection before the answer was complete", NULL},
	[EXCHANGE_TOO_LARGE] = {CAUSE_NET_PROTOCOL, "sends more than such an answer can hold", NULL},
	[EXCHANGE_SETUP] = {CAUSE_CLIENT_SETUP, "was not asked", NULL},
};

static void judge_silence(const struct exchange_answer *answer, const struct exchange_purpose *purpose,
			  struct finding *finding)
{
	static const struct {
		enum cause cause;
		const char *words;
	} phases[] = {
		[EXCHANGE_PHASE_RESOLVE] = {CAUSE_NET_DNS, "the name server does not answer"},
		[EXCHANGE_PHASE_CONNECT] = {CAUSE_NET_FILTERED, "filtered, or the host is down"},
		[EXCHANGE_PHASE_ANSWER] = {CAUSE_NET_TIMEOUT, "the server takes the question, but does not answer"},
	};
	struct arena *arena = finding->findings->arena;
	const char *server = server_text(purpose, arena);

	/* UDP knows no connection: the question left, and that is all that is known */
	if (purpose->udp && answer->phase != EXCHANGE_PHASE_RESOLVE)
		finding_set(finding, purpose->timeout_status, CAUSE_NET_FILTERED,
			    "no answer from %s within %s s: filtered, the host is down, or it has no such service",
			    server, text_number(arena, purpose->limit));
	else
		finding_set(finding, purpose->timeout_status, phases[answer->phase].cause,
			    "no answer from %s within %s s, stuck in the %s: %s", server,
			    text_number(arena, purpose->limit), exchange_phase_name(answer->phase),
			    phases[answer->phase].words);
	finding_late(finding);
}

bool judge_exchange(const struct exchange_answer *answer, const struct exchange_purpose *purpose,
		    struct finding *finding)
{
	const struct outcome_row *row = &rows[answer->outcome];
	enum status status = answer->outcome == EXCHANGE_SETUP ? STATUS_UNKNOWN : STATUS_CRITICAL;
	bool detailed = answer->outcome == EXCHANGE_NO_FAMILY || answer->outcome == EXCHANGE_UNREACHABLE ||
			answer->outcome == EXCHANGE_SETUP;

	if (answer->outcome == EXCHANGE_COMPLETE)
		return false;
	if (answer->outcome == EXCHANGE_TIMED_OUT)
		judge_silence(answer, purpose, finding);
	else
		finding_set(finding, status, row->cause, "%s %s%s%s", server_text(purpose, finding->findings->arena),
			    purpose->udp && row->udp_words != NULL ? row->udp_words : row->words, detailed ? ": " : "",
			    detailed ? answer->detail : "");
	return true;
}

void judge_exchange_notes(const struct exchange_answer *answer, struct finding *finding)
{
	if (answer->attempts > 1)
		finding_note(finding, 0, "%u attempts", answer->attempts);
	if (answer->lost != 0)
		finding_note(finding, 0, "%u %s no answer, and %s sent again", answer->lost,
			     answer->lost == 1 ? "datagram got" : "datagrams got", answer->lost == 1 ? "was" : "were");
	if (answer->ignored != 0)
		finding_note(finding, 0, "%u datagrams were not for this question, and were passed by",
			     answer->ignored);
	if (answer->address != NULL && answer->addresses > 1)
		finding_note(finding, 1, "Asked %s, the last of %u addresses that were tried", answer->address,
			     answer->addresses);
	else if (answer->address != NULL)
		finding_note(finding, 1, "Asked %s", answer->address);
}
