/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a server answers to GetCACaps. */
#include "scep/capabilities.h"
#include "target.h"

static void check(const struct scep_capabilities *capabilities)
{
	HOLDS(capabilities->words.count > 0);
	for (size_t i = 0; i < capabilities->words.count; i++) {
		const char *word = capabilities->words.items[i];

		HOLDS(*word != 0 && is_fit(word));
		HOLDS(scep_capabilities_name(capabilities, word));
		HOLDS(scep_capabilities_have(capabilities, word));
	}
	if (scep_capabilities_have(capabilities, "SCEPStandard"))
		HOLDS(scep_capabilities_have(capabilities, "AES"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct scep_capabilities capabilities = {0};
	const char *wrong = scep_capabilities_parse(bytes, length, arena, &capabilities);

	if (wrong == NULL)
		check(&capabilities);
	else
		HOLDS(*wrong != 0 && capabilities.words.count == 0);
	arena_destroy(arena);
	return 0;
}
