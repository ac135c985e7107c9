/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that belong together: places of one list, and base and delta list (RFC 5280 5.2.3, 5.2.4). */
#include "judge/judge_crl_parts.h"

#include <string.h>

static bool read_well(const struct crl_place *place)
{
	return place->fetched && place->wrong == NULL;
}

bool crl_same_scope(const struct crl *one, const struct crl *other)
{
	return one->scope.present == other->scope.present &&
	       (!one->scope.present || octets_equal(one->scope.whole, other->scope.whole));
}

/* By who signed them, where that is known; else by key ids, of which a missing one may be any. */
static bool same_key(const struct crl_place *one, const struct crl_place *other)
{
	if (one->signer >= 0 && other->signer >= 0)
		return octets_equal(one->candidates->certificates[one->signer].public_key,
				    other->candidates->certificates[other->signer].public_key);
	return octets_equal(one->crl.authority_key_id, other->crl.authority_key_id) ||
	       one->crl.authority_key_id.bytes == NULL || other->crl.authority_key_id.bytes == NULL;
}

/* true if both were read and are of the same issuer, key, kind and scope. */
static bool same_series(const struct crl_place *one, const struct crl_place *other)
{
	return read_well(one) && read_well(other) && octets_equal(one->crl.issuer_name, other->crl.issuer_name) &&
	       one->crl.is_delta == other->crl.is_delta && same_key(one, other) &&
	       crl_same_scope(&one->crl, &other->crl);
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
		if (same_series(places[i], like) && age_compare(&places[i]->crl, &found->crl) > 0)
			found = places[i];
	return found;
}

/* Was no list published between them? Base lists share their numbers with delta lists, so that dates must tell. */
static bool follows(const struct crl *newer, const struct crl *older)
{
	double number = crl_number_value(&older->number); /* not exact, if so large that one more makes no difference */

	if (older->number.present && newer->number.present && older->freshest.count == 0 && number < number + 1)
		return crl_number_value(&newer->number) <= number + 1;
	return newer->this_update <= (older->has_next_publish ? older->next_publish : older->next_update);
}

/* The newest list takes its time to all places, as long as the one before it is good there. */
static bool on_its_way(const struct crl *older, const struct crl *newer, const struct crl_policy *policy, int64_t now)
{
	return (double)now - (double)newer->this_update <= policy->replication && follows(newer, older) &&
	       older->has_next_update && now < older->next_update;
}

static void judge_older(const struct crl_place *place, const struct crl_place *newer, struct finding *finding,
			const struct crl_policy *policy, int64_t now)
{
	struct arena *arena = finding->findings->arena;
	const struct crl *crl = &place->crl, *than = &newer->crl;
	bool late = !on_its_way(crl, than, policy, now);
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

static bool same_list(const struct crl *one, const struct crl *other)
{
	return one->this_update == other->this_update &&
	       one->signature.digest_length == other->signature.digest_length &&
	       memcmp(one->signature.digest, other->signature.digest, one->signature.digest_length) == 0 &&
	       (one->signature.digest_length != 0 || octets_equal(one->signature.value, other->signature.value));
}

/* Two lists of one number: told at the second of their places, for the first that differs. */
static void judge_number(const struct crl_place *const *places, size_t index, struct finding *finding)
{
	const struct crl_place *place = places[index];
	struct arena *arena = finding->findings->arena;

	for (size_t i = 0; i < index; i++) {
		if (!same_series(places[i], place) || !place->crl.number.present ||
		    crl_number_compare(&places[i]->crl.number, &place->crl.number) != 0 ||
		    same_list(&places[i]->crl, &place->crl))
			continue;
		finding_set(crl_fault_add(finding, place, "number", "number"), STATUS_WARNING, CAUSE_CRL_NUMBER_TWICE,
			    "the list here has the number %s as the one at %s, but is another (of %s, there of %s)",
			    crl_number_text(arena, &place->crl.number), places[i]->uri,
			    text_time(arena, place->crl.this_update), text_time(arena, places[i]->crl.this_update));
		return;
	}
}

void judge_crl_mirrors(const struct crl_place *const *places, struct finding *const *findings, size_t count,
		       const struct crl_policy *policy, int64_t now)
{
	for (size_t i = 0; i < count; i++) {
		const struct crl_place *best = read_well(places[i]) ? newest(places, count, places[i]) : places[i];

		if (best != places[i])
			judge_older(places[i], best, findings[i], policy, now);
		judge_number(places, i, findings[i]);
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
	if (!crl_same_scope(base, delta))
		return "the delta list has another scope than the base list (issuing distribution point)";
	if (base->number.present && crl_number_compare(&base->number, &delta->base_number) < 0)
		return text_format(arena, "the delta list wants the base list %s or a later one, but here is %s",
				   crl_number_text(arena, &delta->base_number), crl_number_text(arena, &base->number));
	return NULL;
}

/* Base and delta list of one moment have the same number (5.2.3). */
static bool is_older(const struct crl *delta, const struct crl *base)
{
	return base->number.present && delta->number.present && crl_number_compare(&delta->number, &base->number) < 0;
}

bool crl_delta_counts(struct arena *arena, const struct crl_place *base, const struct crl_place *delta)
{
	return read_well(base) && read_well(delta) && delta->crl.is_delta && !base->crl.is_delta &&
	       mismatch(arena, &base->crl, &delta->crl) == NULL && !is_older(&delta->crl, &base->crl) &&
	       (delta->signer >= 0 || base->signer < 0);
}

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
	else if (is_older(&delta->crl, &base->crl))
		crl_fault_tell(finding, delta, "base", "base list", STATUS_WARNING, CAUSE_CRL_DELTA_STALE,
			       "the delta list (number %s) is older than its base list (number %s, %s)",
			       crl_number_text(arena, &delta->crl.number), crl_number_text(arena, &base->crl.number),
			       base->uri);
}
