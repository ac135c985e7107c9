/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_crl_parts.h"

#include <stdarg.h>
#include <string.h>

#include "core/array.h"

enum { EXACT_BITS = 53 };
/* A larger number would be another one in perfdata. */
#define EXACT_MOST ((double)(1ULL << EXACT_BITS))

struct finding *crl_fault_add(struct finding *finding, const struct crl_place *place, const char *slug,
			      const char *subject)
{
	return finding_add_child(finding, text_format(finding->findings->arena, "%s_%s", place->object, slug), subject);
}

static bool has_child(const struct finding *finding, const char *id)
{
	for (const struct finding *child = finding->children; child != NULL; child = child->next)
		if (strcmp(child->id, id) == 0)
			return true;
	return false;
}

/* The slug, with a number behind it where it was used before: ids are unique. */
static const char *free_slug(const struct finding *finding, const struct crl_place *place, const char *slug)
{
	struct arena *arena = finding->findings->arena;
	const char *found = slug;

	for (unsigned i = 2; has_child(finding, text_format(arena, "%s_%s", place->object, found)); i++)
		found = text_format(arena, "%s%u", slug, i);
	return found;
}

void crl_fault_tell(struct finding *finding, const struct crl_place *place, const char *slug, const char *subject,
		    enum status status, enum cause cause, const char *format, ...)
{
	const char *sentence;
	va_list list;

	va_start(list, format);
	sentence = text_format_list(finding->findings->arena, format, list);
	va_end(list);
	for (const struct finding *child = finding->children; child != NULL; child = child->next)
		if (strcmp(child->sentence, sentence) == 0)
			return;
	finding_set(crl_fault_add(finding, place, free_slug(finding, place, slug), subject), status, cause, "%s",
		    sentence);
}

/* What came is no list. */
static void judge_unreadable(const struct crl_place *place, struct finding *finding)
{
	static const struct {
		enum cause cause;
		const char *prefix;
	} rows[] = {
		[CRL_GOOD] = {CAUSE_CRL_MALFORMED, ""},
		[CRL_EMPTY] = {CAUSE_CRL_EMPTY, ""},
		[CRL_HTML] = {CAUSE_CRL_NOT_CRL, ""},
		[CRL_COMPRESSED] = {CAUSE_CRL_GZIP, ""},
		[CRL_NOT_CRL] = {CAUSE_CRL_NOT_CRL, ""},
		[CRL_TRUNCATED] = {CAUSE_CRL_TRUNCATED, "is truncated: it "},
		[CRL_TOO_LARGE] = {CAUSE_CRL_TOO_LARGE, "is too large: it "},
		[CRL_MALFORMED] = {CAUSE_CRL_MALFORMED, "is malformed: "},
	};

	finding_set(finding, STATUS_CRITICAL, rows[place->fault].cause, "%s%s", rows[place->fault].prefix,
		    place->wrong);
}

static void measure(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	const char *object = judgement->place->object;

	if (crl->header_only) {
		if (crl->predicted_size != 0)
			finding_measure(judgement->finding, object, MEASURE_SIZE, (double)crl->predicted_size);
		return;
	}
	finding_measure(judgement->finding, object, MEASURE_SIZE, (double)crl->size);
	if (crl->number.present && crl_number_value(&crl->number) <= EXACT_MOST)
		finding_measure(judgement->finding, object, MEASURE_NUMBER, crl_number_value(&crl->number));
	finding_measure(judgement->finding, object, MEASURE_ENTRIES, (double)crl->entries);
}

static void add_facts(const struct crl_judgement *judgement)
{
	struct findings *findings = judgement->finding->findings;
	struct arena *arena = judgement->arena;
	const struct crl *crl = judgement->crl;
	const char *object = judgement->place->object;

	findings_fact_text(findings, text_format(arena, "%s_uri", object), judgement->place->uri);
	findings_fact_text(findings, text_format(arena, "%s_issuer", object), crl->issuer);
	findings_fact_number(findings, text_format(arena, "%s_this_update", object), (double)crl->this_update);
	if (crl->has_next_update)
		findings_fact_number(findings, text_format(arena, "%s_next_update", object), (double)crl->next_update);
	if (crl->has_next_publish)
		findings_fact_number(findings, text_format(arena, "%s_next_publish", object),
				     (double)crl->next_publish);
	if (crl->number.present)
		findings_fact_text(findings, text_format(arena, "%s_crl_number", object),
				   crl_number_text(arena, &crl->number));
	if (crl->authority_key_id.bytes != NULL)
		findings_fact_text(findings, text_format(arena, "%s_key_id", object),
				   text_hex(arena, crl->authority_key_id.bytes, crl->authority_key_id.length));
	if (crl->signature.algorithm != NULL)
		findings_fact_text(findings, text_format(arena, "%s_signature_algorithm", object),
				   crl->signature.algorithm);
}

static void judge_for_namers(struct crl_judgement *judgement)
{
	static const struct crl_namer nobody = {.issuer = -1};
	const struct crl_place *place = judgement->place;

	for (size_t i = 0; i == 0 || i < place->namer_count; i++) {
		judgement->namer = place->namer_count != 0 ? &place->namers[i] : &nobody;
		judge_crl_signature(judgement);
		judge_crl_scope(judgement);
	}
}

void judge_crl(const struct crl_place *place, const struct crl_policy *policy, int64_t now, struct finding *finding)
{
	struct crl_judgement judgement = {
		.arena = finding->findings->arena,
		.place = place,
		.crl = &place->crl,
		.policy = policy,
		.now = now,
		.finding = finding,
	};

	if (place->wrong != NULL) {
		judge_unreadable(place, finding);
		return;
	}
	add_facts(&judgement);
	judge_crl_dates(&judgement);
	measure(&judgement);
	judge_for_namers(&judgement);
	judge_crl_content(&judgement);
	judge_crl_revoked(&judgement);
}
