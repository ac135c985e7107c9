/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_ca_answer.h"

void judge_certificate_body(const struct page *page, enum certificate_set_fault fault, const char *wrong,
			    struct finding *finding)
{
	bool readable = page->kind != PAGE_BINARY && page->kind != PAGE_EMPTY;
	enum cause cause = page->kind == PAGE_HTML ? CAUSE_PROXY_PAGE : ra_set_cause(fault, false);

	if (fault == CERTIFICATE_SET_HTML || (fault == CERTIFICATE_SET_NOT_CERTIFICATES && readable))
		finding_set(finding, STATUS_CRITICAL, cause, "no certificates, but %s",
			    page_describe(page, finding->findings->arena));
	else
		finding_set(finding, STATUS_CRITICAL, cause, "no usable certificates: %s", wrong);
}

void judge_certificate_type(const struct http_answer *answer, const struct certificate_set *set,
			    struct finding *finding)
{
	const char *type = answer->content_type;
	const char *wanted = set->bare ? "application/x-x509-ca-cert" : "application/x-x509-ca-ra-cert";

	if (type == NULL || !text_has_prefix(type, wanted))
		finding_note(finding, 1, "Content-Type is %s, not %s", type != NULL ? type : "missing", wanted);
}

/* A dead endpoint is explained where a certificate of the remembered set has expired by now. */
static void explain_by_memory(const struct ca_answer *answer, const struct ca_policy *policy, struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	const struct certificate *expired = NULL;
	const char *dead;

	if (answer->remembered.count == 0)
		return;
	dead = ra_certificates_dead(arena, &answer->remembered, policy->http.now, &expired);
	if (dead == NULL) {
		finding_note(finding, 0,
			     "The certificates last seen here on %s are still valid: they are not the reason",
			     text_time(arena, answer->remembered_at));
		return;
	}
	if (answer->http.outcome == HTTP_ANSWERED && answer->http.status >= 500)
		finding_set(finding, STATUS_CRITICAL, CAUSE_NDES_RA_CERT, "%s, probably because %s", finding->sentence,
			    dead);
	else
		finding_note(finding, 0, "Also, %s", dead);
	finding_note(finding, 0, "Certificates last seen here on %s", text_time(arena, answer->remembered_at));
	finding_not_after(finding, expired->not_after);
}

static void judge_endpoint(const struct ca_answer *answer, const char *prefix, const struct ca_policy *policy,
			   struct finding *parent)
{
	const struct http_purpose purpose = {.endpoint = answer->endpoint, .event = 86, .stage = "GetCACert"};
	struct arena *arena = parent->findings->arena;
	struct finding *finding = finding_add_child(parent, text_format(arena, "%sgetcacert", prefix), "GetCACert");
	bool answered = judge_http_answer(&answer->http, &purpose, &policy->http, finding);

	if (answered && answer->wrong == NULL) {
		finding_set(finding, STATUS_OK, CAUSE_NONE, "%s", text_count(arena, answer->set.count, "certificate"));
		judge_certificate_type(&answer->http, &answer->set, finding);
		return;
	}
	if (answered)
		judge_certificate_body(&answer->page, answer->fault, answer->wrong, finding);
	if (finding->status != STATUS_OK)
		explain_by_memory(answer, policy, finding);
}

static void judge_files(const struct ca_answer *answer, struct finding *finding)
{
	if (answer->unreadable != NULL)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_CLIENT_SETUP, "can't be read: %s", answer->wrong);
	else if (answer->wrong != NULL)
		finding_set(finding, STATUS_CRITICAL, ra_set_cause(answer->fault, true), "%s", answer->wrong);
}

static void judge_memory(const struct ca_answer *answer, const char *prefix, struct finding *parent)
{
	if (answer->not_written != NULL)
		finding_set(finding_add_child(parent, text_format(parent->findings->arena, "%sstate", prefix),
					      "--state-dir"),
			    STATUS_WARNING, CAUSE_STATE_FILE, "%s", answer->not_written);
}

void judge_ca_answer(const struct ca_answer *answer, unsigned number, const struct ca_policy *policy,
		     struct findings *findings)
{
	struct arena *arena = findings->arena;
	const char *object = number != 0 ? text_format(arena, "endpoint%u", number) : NULL;
	const char *prefix = object != NULL ? text_format(arena, "%s_", object) : "";
	struct finding *finding = finding_add(findings, object != NULL ? object : "endpoint", answer->name);

	if (answer->endpoint != NULL)
		judge_endpoint(answer, prefix, policy, finding);
	else
		judge_files(answer, finding);
	if (answer->set.count != 0)
		judge_ra_certificates(&answer->set, prefix, &policy->certificates, policy->http.now, finding);
	judge_memory(answer, prefix, finding);
	judge_http_time(&answer->http, object, NULL, NULL, finding);
}

static void summarise_one(const struct ca_answer *answer, int64_t now, struct findings *findings)
{
	if (answer->set.count == 0)
		findings_summarise(findings, "%s redirects, which --onredirect calls OK; nothing else was asked",
				   answer->name);
	else
		findings_summarise(findings, "%s", ra_certificates_summary(findings->arena, &answer->set, now));
}

/* What matters of many is the end that comes first. */
static void summarise_all(const struct ca_answer *answers, size_t count, int64_t now, struct findings *findings)
{
	struct arena *arena = findings->arena;
	const struct certificate *first = NULL;
	const char *what = "", *where = "";
	size_t shown = 0;

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct certificate *certificate =
			ra_certificates_first_to_end(arena, &answers[i].set, now, &name);

		shown += answers[i].set.count != 0;
		if (certificate == NULL || (first != NULL && first->not_after <= certificate->not_after))
			continue;
		first = certificate;
		what = name;
		where = answers[i].name;
	}
	if (first == NULL)
		findings_summarise(findings, "all %zu servers redirect, which --onredirect calls OK", count);
	else
		findings_summarise(findings, "%s; the first to end: %s of %s, %s",
				   shown == count
					   ? text_format(arena, "all %zu servers' certificates are fine", count)
					   : text_format(arena,
							 "the certificates of %zu of %zu servers are fine, the others "
							 "redirect",
							 shown, count),
				   what, where, ra_lifetime_text(arena, first, now));
}

void judge_ca_summary(const struct ca_answer *answers, size_t count, int64_t now, struct findings *findings)
{
	if (count == 1)
		summarise_one(&answers[0], now, findings);
	else
		summarise_all(answers, count, now, findings);
}
