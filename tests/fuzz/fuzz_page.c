/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever body a server sends: pages of NDES, of others, texts, binaries. */
#include "scep/page.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct page page = page_parse(bytes, length, arena);

	HOLDS((page.kind == PAGE_EMPTY) == (length == 0));
	HOLDS(is_fit(page.excerpt) && strlen(page.excerpt) <= 4 * 60 + 3);
	HOLDS(is_fit(page.title) && strlen(page.title) <= 4 * 60 + 3);
	if (page.kind == PAGE_NDES_SECRET || page.kind == PAGE_BINARY)
		HOLDS(*page.excerpt == 0);
	HOLDS(is_fit(page_describe(&page, arena)));
	arena_destroy(arena);
	return 0;
}
