/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/exchange_answer.h"

#include <stddef.h>

#include "core/array.h"

const char *exchange_phase_name(enum exchange_phase phase)
{
	static const char *const names[] = {
		[EXCHANGE_PHASE_RESOLVE] = "name resolution",
		[EXCHANGE_PHASE_CONNECT] = "connect",
		[EXCHANGE_PHASE_ANSWER] = "answer",
	};

	return (size_t)phase < ARRAY_LENGTH(names) ? names[phase] : "?";
}
