/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a web server says about the age of a list, and how long caches may serve it (facts: crl.md, chapter 4). */
#include "judge/judge_crl_parts.h"
#include "judge/judge_crl_survey_parts.h"

void survey_judge_cache(const struct list_place *place, struct finding *finding)
{
	const struct http_answer *answer = &place->access.http;
	const struct crl *crl = &place->place.crl;
	struct arena *arena = finding->findings->arena;

	if (!is_read(place) || place->access.kind != ACCESS_HTTP)
		return;
	if (crl->has_next_update && answer->fresh_until > crl->next_update)
		finding_set(crl_fault_add(finding, &place->place, "cache", "caches"), STATUS_WARNING,
			    CAUSE_CRL_STALE_MIRROR,
			    "the web server lets caches keep the list until %s (Expires or Cache-Control), but it ends "
			    "at %s",
			    text_time(arena, answer->fresh_until), text_time(arena, crl->next_update));
	if (answer->last_modified >= 0 && answer->last_modified < crl->this_update)
		finding_note(finding, 0, "Last-Modified (%s) is older than thisUpdate (%s): copied by hand or by a job",
			     text_time(arena, answer->last_modified), text_time(arena, crl->this_update));
}
