/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of a KDC, with and without a length in front; the first bytes as names in a question. */
#include "clock/clock_frame.h"
#include "clock/krb.h"
#include "target.h"

static void read_answer(const uint8_t *bytes, size_t length)
{
	struct krb_answer answer;
	const char *wrong = krb_answer_parse(bytes, length, &answer);

	HOLDS(wrong == NULL || (*wrong != 0 && is_fit(wrong)));
	HOLDS(wrong != NULL || answer.time >= 0);
}

static void ask(struct arena *arena, const uint8_t *bytes, size_t length)
{
	const char *name = arena_copy(arena, bytes, length);
	struct krb_request request;
	struct octets udp, tcp, message;

	if (krb_request_make(name, name, UINT32_MAX, &request) != NULL)
		return;
	udp = krb_request_udp(&request);
	tcp = krb_request_tcp(&request);
	HOLDS(clock_frame_read(tcp.bytes, tcp.length, &message) == CLOCK_FRAME_WHOLE);
	HOLDS(message.bytes == udp.bytes && message.length == udp.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct octets message;

	read_answer(bytes, length);
	if (clock_frame_read(bytes, length, &message) == CLOCK_FRAME_WHOLE) {
		HOLDS(message.bytes == bytes + CLOCK_FRAME_HEADER && message.length <= length - CLOCK_FRAME_HEADER);
		read_answer(message.bytes, message.length);
	}
	ask(arena, bytes, length);
	arena_destroy(arena);
	return 0;
}
