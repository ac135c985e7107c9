/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/smb2.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct smb2_answer answer;
	const char *wrong = smb2_answer_parse(arena, bytes, length, &answer);

	HOLDS(wrong == NULL || (*wrong != 0 && is_fit(wrong)));
	HOLDS(wrong != NULL || (length >= 112 && answer.reading.time >= 0 && answer.reading.resolution == 100));
	arena_destroy(arena);
	return 0;
}
