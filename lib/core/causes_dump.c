/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/causes_dump.h"

#include <jansson.h>
#include <stdlib.h>

#include "core/causes.h"
#include "core/text.h"

char *causes_dump(struct arena *arena)
{
	json_t *rows = json_array();
	char *text, *copy = NULL;

	for (enum cause cause = CAUSE_NONE + 1; cause < CAUSE_COUNT; cause++)
		json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s}", "id", cause_id(cause), "looks",
						      cause_looks(cause), "why", cause_why(cause), "remedy",
						      cause_remedy(cause)));
	text = json_dumps(rows, JSON_INDENT(1));
	if (text != NULL)
		copy = text_format(arena, "%s\n", text);
	free(text);
	json_decref(rows);
	return copy;
}
