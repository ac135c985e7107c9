/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that belong together: places of one list, and base and delta list (RFC 5280 5.2.3, 5.2.4). */
#include "judge/judge_crl_parts.h"

static bool read_well(const struct crl_place *place)
{
	return place->fetched && place->wrong == NULL;
}

static bool same_scope(const struct crl *one, const struct crl *other)
{
	return one->scope.present == other->scope.present &&
	       (!one->scope.present || octets_equal(one->scope.whole, other->scope.whole));
}

/* true if both are of the same issuer, key, kind and scope. */
static bool same_series(const struct crl *one, const struct crl *other)
{
	return octets_equal(one->issuer_name, other->issuer_name) && one->is_delta == other->is_delta &&
	       (octets_equal(one->authority_key_id, other->authority_key_id) || one->authority_key_id.bytes == NULL ||
		other->authority_key_id.bytes == NULL) &&
	       same_scope(one, other);
}

/* By number; where one has none (a header alone, too) by date. */
static int age_compare(const struct crl *one, const struct crl *other)
{
	if (one->number.present && other->number.present)
		return crl_number_compare(&one->number, &other->number);
	return one->this_update < other->this_update ? -1 : one->this_update > other->this_update;
}

static const struct crl_place *newest(const struct crl_place *const *places, size_t count, const struct crl_place *like)
{
	const struct crl_place *found = like;

	for (size_t i = 0; i < count; i++)
		if (read_well(places[i]) && same_series(&places[i]->crl, &like->crl) &&
		    age_compare(&places[i]->crl, &found->crl) > 0)
			found = places[i];
	return found;
}

static void judge_older(const struct crl_place *place, const struct crl_place *newer, struct finding *finding,
			const struct crl_policy *policy, int64_t now)
{
	struct arena *arena = finding->findings->arena;
	const struct crl *crl = &place->crl, *than = &newer->crl;
	double age = (double)now - (double)than->this_update;
	bool late = age > policy->replication;
	const char *numbers =
		crl->number.present && than->number.present
			? text_format(arena, "number %s instead of %s", crl_number_text(arena, &crl->number),
				      crl_number_text(arena, &than->number))
			: text_format(arena, "of %s instead of %s", text_time(arena, crl->this_update),
				      text_time(arena, than->this_update));

	finding_set(crl_fault_add(finding, place, "mirror", "copies"), late ? STATUS_WARNING : STATUS_OK,
		    late ? CAUSE_CRL_STALE_MIRROR : CAUSE_NONE, "the list here is older, %s at %s%s", numbers,
		    newer->uri, late ? "" : "; the new one may still be on its way");
}

void judge_crl_mirrors(const struct crl_place *const *places, struct finding *const *findings, size_t count,
		       const struct crl_policy *policy, int64_t now)
{
	for (size_t i = 0; i < count; i++) {
		const struct crl_place *best = read_well(places[i]) ? newest(places, count, places[i]) : places[i];

		if (best != places[i])
			judge_older(places[i], best, findings[i], policy, now);
	}
}

/* What is wrong between the two; NULL: nothing. */
static const char *mismatch(struct arena *arena, const struct crl *base, const struct crl *delta)
{
	if (!octets_equal(base->issuer_name, delta->issuer_name))
		return text_format(arena, "the delta list was issued by %s, the base list by %s", delta->issuer,
				   base->issuer);
	if (base->authority_key_id.bytes != NULL && delta->authority_key_id.bytes != NULL &&
	    !octets_equal(base->authority_key_id, delta->authority_key_id))
		return "the delta list is signed with another key than the base list";
	if (!same_scope(base, delta))
		return "the delta list has another scope than the base list (issuing distribution point)";
	if (base->number.present && crl_number_compare(&base->number, &delta->base_number) < 0)
		return text_format(arena, "the delta list wants the base list %s or a later one, but here is %s",
				   crl_number_text(arena, &delta->base_number), crl_number_text(arena, &base->number));
	return NULL;
}

/* Base and delta list of one moment have the same number (5.2.3). */
void judge_crl_delta(const struct crl_place *base, const struct crl_place *delta, struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	const char *wrong;

	if (!read_well(base) || !read_well(delta) || base->crl.header_only || delta->crl.header_only ||
	    !delta->crl.is_delta || base->crl.is_delta)
		return;
	wrong = mismatch(arena, &base->crl, &delta->crl);
	if (wrong != NULL)
		crl_fault_tell(finding, delta, "base", "base list", STATUS_CRITICAL, CAUSE_CRL_DELTA_MISMATCH,
			       "%s (%s)", wrong, base->uri);
	else if (base->crl.number.present && delta->crl.number.present &&
		 crl_number_compare(&delta->crl.number, &base->crl.number) < 0)
		crl_fault_tell(finding, delta, "base", "base list", STATUS_WARNING, CAUSE_CRL_DELTA_STALE,
			       "the delta list (number %s) is older than its base list (number %s, %s)",
			       crl_number_text(arena, &delta->crl.number), crl_number_text(arena, &base->crl.number),
			       base->uri);
}
