/* SPDX-License-Identifier: GPL-3.0-or-later */
/* May the signer of an answer speak for the CA (RFC 6960 4.2.2.2)? */
#include <math.h>

#include "judge/judge_ocsp_parts.h"

static const char *key_text(const struct ocsp_judgement *judgement, struct octets key_id)
{
	return key_id.bytes != NULL ? text_hex(judgement->arena, key_id.bytes, key_id.length < 20 ? key_id.length : 20)
				    : "none";
}

/* The signature verifies with the key of a certificate that came along. */
static bool judge_delegation(const struct ocsp_judgement *judgement)
{
	const struct certificate *signer = judgement->response->signer, *issuer = judgement->place->query.issuer;

	if (judgement->response->signer_issued && judgement->response->signer_may)
		return true;
	if (octets_equal(signer->subject_name, issuer->subject_name))
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
			    "the answer is signed with another key of %s (key id %s) than the certificate (key id %s)",
			    issuer->subject, key_text(judgement, signer->subject_key_id),
			    key_text(judgement, issuer->subject_key_id));
	else if (judgement->response->signer_issued)
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
			    "%s signed the answer, but lacks the extended key usage OCSP Signing", signer->subject);
	else if (octets_equal(signer->issuer_name, issuer->subject_name))
		finding_set(
			judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
			"%s signed the answer, but was issued with another key of %s (key id %s) than the certificate "
			"(key id %s)",
			signer->subject, issuer->subject, key_text(judgement, signer->authority_key_id),
			key_text(judgement, issuer->subject_key_id));
	else
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
			    "%s signed the answer, but was issued by %s, not by %s", signer->subject, signer->issuer,
			    issuer->subject);
	return false;
}

bool judge_ocsp_signer(const struct ocsp_judgement *judgement)
{
	const struct ocsp_response *response = judgement->response;

	switch (response->signature) {
	case OCSP_SIGNATURE_VALID:
		return response->by_issuer || judge_delegation(judgement);
	case OCSP_SIGNATURE_NO_SIGNER:
		finding_set(
			judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_SIGNATURE,
			"the signature can't be checked: the answer is signed by %s, whose certificate did not come "
			"along",
			response->responder);
		return false;
	case OCSP_SIGNATURE_UNCHECKABLE:
		finding_set(judgement->finding, STATUS_UNKNOWN, CAUSE_OCSP_SIGNATURE,
			    "the signature can't be checked: the algorithm %s is not known here",
			    response->signature_algorithm);
		return false;
	default:
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_SIGNATURE,
			    "the signature is wrong: the answer was not signed by %s, or was changed since (%s)",
			    response->signer->subject, response->signature_algorithm);
		return false;
	}
}

/* What must be left, in seconds. */
static struct lifetime_policy delegate_limits(const struct certificate *signer)
{
	double lifetime = (double)signer->not_after - (double)signer->not_before;

	return (struct lifetime_policy){.warning = {.value = fmin(lifetime / 10, 14 * 86400.0)}};
}

static void set_delegate(const struct ocsp_judgement *judgement, struct finding *finding, enum status status)
{
	const struct certificate *signer = judgement->response->signer;
	const char *end = text_time(judgement->arena, signer->not_after);
	double remaining = (double)signer->not_after - (double)judgement->now;
	const char *left = text_duration(judgement->arena, remaining);

	if (signer->not_before > judgement->now)
		finding_set(finding, STATUS_CRITICAL, CAUSE_OCSP_SIGNER_EXPIRED, "is not valid before %s: %s",
			    text_time(judgement->arena, signer->not_before), signer->subject);
	else if (remaining < 0)
		finding_set(finding, STATUS_CRITICAL, CAUSE_OCSP_SIGNER_EXPIRED, "expired %s ago (%s): %s", left, end,
			    signer->subject);
	else
		finding_set(finding, status, status == STATUS_OK ? CAUSE_NONE : CAUSE_OCSP_SIGNER_EXPIRING,
			    "expires in %s (%s): %s", left, end, signer->subject);
}

void judge_ocsp_delegate(const struct ocsp_judgement *judgement)
{
	const struct ocsp_response *response = judgement->response;
	struct lifetime_policy limits;
	struct finding *finding;

	if (response->signature != OCSP_SIGNATURE_VALID || response->by_issuer)
		return;
	finding = ocsp_fault_add(judgement, "responder", "responder's certificate");
	limits = delegate_limits(response->signer);
	set_delegate(judgement, finding,
		     finding_measure_lifetime(finding, finding->id, response->signer->not_before,
					      response->signer->not_after, judgement->now, &limits));
	if (!response->signer_no_check)
		finding_note(finding, 1,
			     "It lacks id-pkix-ocsp-nocheck: clients must ask whether it is revoked itself");
}
