/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list is, covers and says (RFC 5280 5.2, 5.3, 6.3.3 b). */
#include <strings.h>

#include "judge/judge_crl_parts.h"

static struct finding *fault(const struct crl_judgement *judgement, const char *slug, const char *subject)
{
	return crl_fault_add(judgement->finding, judgement->place, slug, subject);
}

/* A delta list where a base list belongs, or the other way round. */
static void judge_kind(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	if (crl->header_only || judgement->place->any_kind || crl->is_delta == judgement->place->delta)
		return;
	finding_set(fault(judgement, "kind", "kind of list"), STATUS_CRITICAL, CAUSE_CRL_DELTA_MISMATCH,
		    crl->is_delta ? "is a delta list, but a complete one belongs here"
				  : "is a complete list, but a delta list belongs here");
}

static void judge_form(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	if (crl->was_pem)
		finding_set(fault(judgement, "form", "form"), STATUS_WARNING, CAUSE_CRL_PEM,
			    "the list is in PEM, RFC 2585 wants DER: some clients can't read it");
	if (crl->trailing != 0 && !crl->header_only)
		finding_set(fault(judgement, "trailing", "size"), STATUS_WARNING, CAUSE_CRL_TRAILING,
			    "%s%llu bytes are behind the end of the list",
			    crl->trailing >= CRL_TRAILING_MAX ? "at least " : "", (unsigned long long)crl->trailing);
	if (crl->empty_list)
		finding_set(fault(judgement, "empty", "entries"), STATUS_WARNING, CAUSE_CRL_MALFORMED,
			    "revokedCertificates is there, but empty; RFC 5280 5.1.2.6 wants it absent then");
	if (crl->bad_next_publish)
		finding_set(fault(judgement, "publish", "Next CRL Publish"), STATUS_WARNING, CAUSE_CRL_MALFORMED,
			    "is no date that exists: a missed publication won't be seen");
}

static void judge_extensions(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	if (crl->unknown_critical != NULL)
		finding_set(fault(judgement, "extension", "extension"), STATUS_CRITICAL, CAUSE_CRL_CRITICAL_EXTENSION,
			    "%s is critical and not known: clients must not use the list", crl->unknown_critical);
	if (crl->unknown_critical_entry != NULL)
		finding_set(fault(judgement, "entry_extension", "extension of an entry"), STATUS_CRITICAL,
			    CAUSE_CRL_CRITICAL_EXTENSION, "%s is critical and not known: clients must not use the list",
			    crl->unknown_critical_entry);
}

static void note_oddities(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;

	if (crl->odd_serials != 0)
		finding_note(judgement->finding, 0,
			     "%llu serial numbers are negative or longer than 20 bytes (RFC 5280 4.1.2.2)",
			     (unsigned long long)crl->odd_serials);
	if (crl->scope.present && !crl->scope.critical)
		finding_note(judgement->finding, 1, "The issuing distribution point is not critical (RFC 5280 5.2.5)");
	if (crl->scope.indirect)
		finding_note(judgement->finding, 1, "The list is indirect: it covers certificates of other CAs");
}

void judge_crl_content(const struct crl_judgement *judgement)
{
	judge_kind(judgement);
	judge_form(judgement);
	judge_extensions(judgement);
	note_oddities(judgement);
}

static bool is_comparable(const struct crl_scope *scope, const struct distribution_point *point)
{
	return point != NULL && (scope->uris.count != 0 || scope->directory_name != NULL) && !scope->unread_names &&
	       (point->uris.count != 0 || point->directory_name != NULL) && point->left_out == 0;
}

/* true if one of the list's names is one of the point's (6.3.3 b.2.i), or they can't be compared. */
static bool names_match(const struct crl_scope *scope, const struct distribution_point *point)
{
	if (!is_comparable(scope, point))
		return true;
	if (scope->directory_name != NULL && point->directory_name != NULL &&
	    strcasecmp(scope->directory_name, point->directory_name) == 0)
		return true;
	for (size_t i = 0; i < scope->uris.count; i++)
		for (size_t j = 0; j < point->uris.count; j++)
			if (strcasecmp(scope->uris.items[i], point->uris.items[j]) == 0)
				return true;
	return false;
}

const char *crl_uncovered(struct arena *arena, const struct crl *crl, const struct crl_namer *namer)
{
	const struct crl_scope *scope = &crl->scope;
	const struct certificate *certificate = namer->certificate;

	if (!crl->header_only && certificate != NULL && !scope->indirect && namer->point != NULL &&
	    namer->point->list_issuer != NULL && !crl_names_equal(arena, crl->issuer_name, certificate->issuer_name))
		return "is not indirect: it covers no certificates of other CAs";
	if (scope->only_attribute)
		return "covers only attribute certificates";
	if (certificate != NULL && scope->only_user && certificate->is_ca)
		return "covers only user certificates, but the certificate that names it is a CA's";
	if (certificate != NULL && scope->only_ca && !certificate->is_ca)
		return "covers only CA certificates, but the certificate that names it is no CA's";
	if (!names_match(scope, namer->point))
		return text_format(arena, "is for another distribution point: %s",
				   scope->uris.count != 0 ? text_safe(arena, scope->uris.items[0])
							  : scope->directory_name);
	return NULL;
}

void judge_crl_scope(const struct crl_judgement *judgement)
{
	const struct crl_scope *scope = &judgement->crl->scope;
	const struct distribution_point *point = judgement->namer->point;
	const char *reason = crl_uncovered(judgement->arena, judgement->crl, judgement->namer);

	if (reason != NULL)
		crl_fault_tell(judgement->finding, judgement->place, "scope", "scope", STATUS_CRITICAL, CAUSE_CRL_SCOPE,
			       "the list %s", reason);
	else if (scope->only_some_reasons && point != NULL && !point->some_reasons)
		crl_fault_tell(judgement->finding, judgement->place, "scope", "scope", STATUS_WARNING, CAUSE_CRL_SCOPE,
			       "the list covers only some reasons of revocation");
}

static const struct crl_hit *hit_find(const struct crl *crl, size_t serial)
{
	for (size_t i = 0; crl != NULL && i < crl->hit_count; i++)
		if (crl->hits[i].serial == serial)
			return &crl->hits[i];
	return NULL;
}

/* removeFromCRL in the delta list takes back what the base list says (5.3.1). */
static bool taken_back(const struct crl_judgement *judgement, const struct crl_hit *hit)
{
	const struct crl_hit *later = hit_find(judgement->place->delta_list, hit->serial);

	return later != NULL && later->reason == CRL_REASON_REMOVE;
}

static void judge_hit(const struct crl_judgement *judgement, const struct crl_hit *hit, const char *name,
		      struct finding *finding)
{
	const char *time = text_time(judgement->arena, hit->date);

	if (hit->reason == CRL_REASON_REMOVE)
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s is not on hold any more, says this list", name);
	else if (taken_back(judgement, hit))
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s was on hold and is not revoked any more", name);
	else if (hit->other_issuer)
		finding_set(
			finding, STATUS_UNKNOWN, CAUSE_CRL_REVOKED,
			"the serial number of %s is listed, but for another CA's certificates it seems (indirect list)",
			name);
	else if (hit->date > judgement->now)
		finding_set(finding, STATUS_CRITICAL, CAUSE_CRL_REVOKED, "%s is listed as revoked from %s on (%s)",
			    name, time, crl_reason_text(hit->reason));
	else
		finding_set(finding, STATUS_CRITICAL, CAUSE_CRL_REVOKED, "%s %s at %s (%s)", name,
			    hit->reason == CRL_REASON_HOLD ? "was put on hold" : "was revoked", time,
			    crl_reason_text(hit->reason));
}

void judge_crl_revoked(const struct crl_judgement *judgement)
{
	const struct crl *crl = judgement->crl;
	const struct text_list *names = &judgement->place->serial_names;

	for (size_t i = 0; i < crl->hit_count; i++) {
		const struct crl_hit *hit = &crl->hits[i];
		const char *name = hit->serial < names->count ? names->items[hit->serial] : "a certificate";

		judge_hit(judgement, hit, name,
			  fault(judgement, text_format(judgement->arena, "revoked%zu", i + 1), "revocation"));
	}
}
