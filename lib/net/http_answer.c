/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_answer.h"

const char *http_phase_name(enum http_phase phase)
{
	static const char *const names[] = {
		[PHASE_RESOLVE] = "name resolution",
		[PHASE_CONNECT] = "connect",
		[PHASE_TLS] = "TLS handshake",
		[PHASE_WAIT] = "wait for the answer",
		[PHASE_TRANSFER] = "transfer of the answer",
	};

	return names[phase];
}

bool http_is_redirect(const struct http_answer *answer)
{
	return answer->outcome == HTTP_ANSWERED && answer->status >= 300 && answer->status <= 399;
}
