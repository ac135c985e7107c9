/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_ocsp_parts.h"

#include "core/array.h"
#include "pki/crl.h"

struct finding *ocsp_fault_add(const struct ocsp_judgement *judgement, const char *slug, const char *subject)
{
	return finding_add_child(judgement->finding,
				 text_format(judgement->arena, "%s_%s", judgement->place->object, slug), subject);
}

/* What came is no answer. */
static void judge_unreadable(const struct ocsp_place *place, struct finding *finding)
{
	static const enum cause causes[] = {
		[OCSP_FINE] = CAUSE_OCSP_MALFORMED,      [OCSP_EMPTY] = CAUSE_OCSP_NOT_OCSP,
		[OCSP_HTML] = CAUSE_OCSP_NOT_OCSP,       [OCSP_NOT_OCSP] = CAUSE_OCSP_NOT_OCSP,
		[OCSP_TRUNCATED] = CAUSE_OCSP_MALFORMED, [OCSP_TRAILING] = CAUSE_OCSP_MALFORMED,
		[OCSP_MALFORMED] = CAUSE_OCSP_MALFORMED, [OCSP_TOO_LARGE] = CAUSE_OCSP_NOT_OCSP,
	};

	finding_set(finding, STATUS_CRITICAL, causes[place->fault], "the answer %s", place->wrong);
}

/* The responder answers that it does not answer. */
static void judge_refusal(const struct ocsp_judgement *judgement)
{
	static const struct {
		enum cause cause;
		const char *words;
	} rows[] = {
		[OCSP_MALFORMED_REQUEST] = {CAUSE_OCSP_REFUSED, "it takes the request for malformed"},
		[OCSP_INTERNAL_ERROR] = {CAUSE_OCSP_FAILED, "it is in trouble itself"},
		[OCSP_TRY_LATER] = {CAUSE_OCSP_FAILED, "it can't answer at this time"},
		[OCSP_SIGNATURE_REQUIRED] = {CAUSE_OCSP_REFUSED, "it wants signed requests, which clients don't send"},
		[OCSP_UNAUTHORIZED] = {CAUSE_OCSP_REFUSED, "it does not answer for this CA or this key of it"},
	};
	enum ocsp_answer answer = judgement->response->answer;
	bool again = answer == OCSP_MALFORMED_REQUEST && judgement->place->nonce_refused;

	finding_set(judgement->finding, STATUS_CRITICAL, rows[answer].cause, "the responder answers %s: %s%s",
		    ocsp_answer_text(answer), rows[answer].words, again ? ", with a nonce and without" : "");
}

static void add_facts(const struct ocsp_judgement *judgement)
{
	static const char *const words[] = {
		[OCSP_GOOD] = "good", [OCSP_REVOKED] = "revoked", [OCSP_UNKNOWN] = "unknown"};
	struct findings *findings = judgement->finding->findings;
	const struct ocsp_response *response = judgement->response;
	const char *object = judgement->place->object;
	struct arena *arena = judgement->arena;

	findings_fact_text(findings, text_format(arena, "%s_uri", object), judgement->place->uri);
	findings_fact_text(findings, text_format(arena, "%s_responder", object), response->responder);
	findings_fact_number(findings, text_format(arena, "%s_produced_at", object), (double)response->produced_at);
	if (!response->found)
		return;
	findings_fact_text(findings, text_format(arena, "%s_status", object), words[response->status]);
	findings_fact_number(findings, text_format(arena, "%s_this_update", object), (double)response->this_update);
	if (response->has_next_update)
		findings_fact_number(findings, text_format(arena, "%s_next_update", object),
				     (double)response->next_update);
}

static void set_missing(const struct ocsp_judgement *judgement)
{
	const char *about = judgement->response->about;

	finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_UNKNOWN,
		    "the answer says nothing about the certificate with the serial number %s: %s%s",
		    judgement->place->query.certificate->serial,
		    about != NULL ? "it is about another one, serial number " : "it is about none",
		    about != NULL ? about : "");
}

static void set_revoked(const struct ocsp_judgement *judgement)
{
	static const int hold = 6; /* certificateHold, RFC 5280 5.3.1 */
	const struct ocsp_response *response = judgement->response;
	const char *time = text_time(judgement->arena, response->revoked_at);

	if (response->revoked_at > judgement->now)
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_REVOKED,
			    "the certificate is revoked from %s on (%s)", time, crl_reason_text(response->reason));
	else
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_REVOKED, "the certificate %s at %s (%s)",
			    response->reason == hold ? "was put on hold" : "was revoked", time,
			    crl_reason_text(response->reason));
}

/* The signer may speak: what does he say? Returns true if that is: good. */
static bool judge_status(const struct ocsp_judgement *judgement)
{
	const struct ocsp_response *response = judgement->response;

	if (!response->found) {
		set_missing(judgement);
	} else if (response->nonce == OCSP_NONCE_OTHER) {
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_REPLAY,
			    "the answer was made for another request: its nonce is not the one that was sent");
	} else if (response->status == OCSP_REVOKED) {
		set_revoked(judgement);
	} else if (response->status == OCSP_UNKNOWN) {
		finding_set(judgement->finding, STATUS_CRITICAL, CAUSE_OCSP_UNKNOWN,
			    "the responder does not know the certificate (serial number %s)",
			    judgement->place->query.certificate->serial);
	} else {
		return true;
	}
	return false;
}

/* What the signer says while he may not: no verdict, but a person wants to know. */
static void note_unproven(const struct ocsp_judgement *judgement)
{
	static const char *const words[] = {
		[OCSP_GOOD] = "is good", [OCSP_REVOKED] = "is revoked", [OCSP_UNKNOWN] = "is unknown"};

	if (judgement->response->found)
		finding_note(judgement->finding, 0, "The answer says that the certificate %s; that is not proven",
			     words[judgement->response->status]);
}

static void judge_rest(const struct ocsp_judgement *judgement)
{
	const struct ocsp_response *response = judgement->response;

	if (response->critical != NULL)
		finding_set(ocsp_fault_add(judgement, "extension", "extension"), STATUS_WARNING, CAUSE_OCSP_EXTENSION,
			    "the answer has the critical extension %s, which is not known", response->critical);
	if (judgement->place->nonce_refused)
		finding_note(judgement->finding, 0,
			     "It takes a request with a nonce for malformed; so it was asked once more, without one");
	if (response->nonce == OCSP_NONCE_ABSENT)
		finding_note(judgement->finding, 1,
			     "The answer has no nonce: the responder makes its answers in advance");
}

void judge_ocsp(const struct ocsp_place *place, const struct ocsp_policy *policy, int64_t now, struct finding *finding)
{
	const struct ocsp_judgement judgement = {
		.arena = finding->findings->arena,
		.place = place,
		.response = &place->response,
		.policy = policy,
		.now = now,
		.finding = finding,
	};
	bool fine = false;

	if (place->wrong != NULL) {
		judge_unreadable(place, finding);
		return;
	}
	if (place->response.answer != OCSP_SUCCESSFUL) {
		judge_refusal(&judgement);
		return;
	}
	add_facts(&judgement);
	if (judge_ocsp_signer(&judgement))
		fine = judge_status(&judgement);
	else
		note_unproven(&judgement);
	if (place->response.found)
		judge_ocsp_dates(&judgement, fine);
	judge_ocsp_delegate(&judgement);
	judge_rest(&judgement);
}

const char *judge_ocsp_summary(const struct ocsp_place *place)
{
	static const char *const words[] = {
		[OCSP_GOOD] = "OCSP good", [OCSP_REVOKED] = "OCSP revoked", [OCSP_UNKNOWN] = "OCSP unknown"};

	if (!place->fetched || place->wrong != NULL || place->response.answer != OCSP_SUCCESSFUL ||
	    !place->response.found)
		return "no OCSP answer";
	return words[place->response.status];
}
