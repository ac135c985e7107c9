/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reply says is fit to print, and its interval has the width of delay and precision. */
#include "clock/ntp.h"
#include "target.h"

#define NOW (INT64_C(1800000000) * CLOCK_SECOND)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct ntp_reply reply;
	struct clock_sample sample;
	const char *wrong = ntp_reply_parse(arena, bytes, length, NOW, &reply);

	HOLDS(length >= NTP_PACKET || (wrong != NULL && !ntp_reply_is_ours(bytes, length, 0)));
	if (wrong != NULL) {
		HOLDS(*wrong != 0 && is_fit(wrong));
	} else {
		HOLDS(is_fit(reply.reference) && strlen(reply.reference) <= 15);
		HOLDS(reply.received >= 0 && reply.transmitted >= reply.received);
		HOLDS(reply.precision > 0 && reply.precision <= 1);
		sample = ntp_sample(NOW, NOW + CLOCK_SECOND, &reply);
		HOLDS(sample.interval.latest - sample.interval.earliest <= 2.001);
	}
	arena_destroy(arena);
	return 0;
}
