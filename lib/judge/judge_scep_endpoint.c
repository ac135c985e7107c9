/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/judge_scep_endpoint.h"

#include "core/array.h"
#include "judge/scep_questions.h"

struct finding *scep_case_add(const struct scep_case *scep_case, const char *id, const char *subject)
{
	return finding_add_child(scep_case->finding, text_format(scep_case->arena, "%s%s", scep_case->prefix, id),
				 subject);
}

/* The phases of an endpoint's answers together; a kept connection is resolved, connected and secured once. */
static struct http_answer sum_of_answers(const struct scep_endpoint *facts)
{
	const struct http_answer *answers[] = {&facts->capabilities_answer, &facts->certificates_answer,
					       &facts->bare_answer, &facts->admin_answer, &facts->long_answer};
	struct http_answer sum = facts->capabilities_answer;

	sum.resolve = sum.connect = sum.tls = sum.wait = sum.transfer = sum.total = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(answers); i++) {
		sum.resolve += answers[i]->resolve;
		sum.connect += answers[i]->connect;
		sum.tls += answers[i]->tls;
		sum.wait += answers[i]->wait;
		sum.transfer += answers[i]->transfer;
		sum.total += answers[i]->total;
	}
	return sum;
}

static bool all_answered(const struct scep_endpoint *facts)
{
	const struct http_answer *answers[] = {&facts->capabilities_answer, &facts->certificates_answer,
					       &facts->bare_answer, &facts->admin_answer, &facts->long_answer};

	for (size_t i = 0; i < ARRAY_LENGTH(answers); i++)
		if (answers[i]->outcome != HTTP_ANSWERED && (i < 2 || answers[i]->outcome != HTTP_SKIPPED))
			return false;
	return true;
}

static void judge_time(const struct scep_case *scep_case, const char *object)
{
	const struct scep_policy *policy = scep_case->policy;
	struct finding *finding = scep_case_add(scep_case, "time", "time");
	struct http_answer sum = sum_of_answers(scep_case->facts);
	enum status status;

	status = judge_http_time(&sum, object, &policy->warning, &policy->critical, finding);
	if (status == STATUS_OK && !all_answered(scep_case->facts)) {
		finding_set(finding, STATUS_OK, CAUSE_NONE, "not measured to the end, since an answer is missing");
		return;
	}
	finding_set(finding, status, status != STATUS_OK ? CAUSE_SCEP_SLOW : CAUSE_NONE, "%s s for all answers%s%s",
		    text_format(scep_case->arena, "%.3f", sum.total),
		    status == STATUS_CRITICAL  ? " against -c "
		    : status == STATUS_WARNING ? " against -w "
					       : "",
		    status == STATUS_CRITICAL  ? text_safe(scep_case->arena, policy->critical.text)
		    : status == STATUS_WARNING ? text_safe(scep_case->arena, policy->warning.text)
					       : "");
}

/*
 * Does anything show that a SCEP server answers, if not GetCACaps? Of another server the bare URL and the long query
 * tell nothing.
 */
static bool shows_scep(const struct scep_endpoint *facts)
{
	return facts->certificates.count != 0 || bare_url_is_ndes(facts);
}

static void judge_server(const struct scep_case *scep_case)
{
	judge_bare_url(scep_case);
	/* a long query is compared with a short one that passes */
	if (scep_case->facts->capabilities_answer.status == 200)
		judge_long_query(scep_case);
}

void judge_scep_endpoint(const struct scep_endpoint *endpoint, unsigned number, const struct scep_policy *policy,
			 struct findings *findings)
{
	struct arena *arena = findings->arena;
	const char *object = number != 0 ? text_format(arena, "endpoint%u", number) : NULL;
	struct scep_case scep_case = {
		.facts = endpoint,
		.policy = policy,
		.arena = arena,
		.finding = finding_add(findings, object != NULL ? object : "endpoint", endpoint->endpoint->display),
		.prefix = object != NULL ? text_format(arena, "%s_", object) : "",
	};
	bool redirected = http_is_redirect(&endpoint->capabilities_answer); /* leaves nothing to be asked */
	bool speaks = judge_capabilities(&scep_case);

	if (endpoint->certificates_answer.outcome != HTTP_SKIPPED && !redirected)
		judge_certificates(&scep_case);
	if (speaks || (!redirected && shows_scep(endpoint)))
		judge_server(&scep_case);
	if (!redirected)
		judge_admin_page(&scep_case);
	judge_proxy_comparison(&scep_case);
	judge_tls_certificate(&endpoint->capabilities_answer, &policy->tls,
			      text_format(arena, "%stls", scep_case.prefix), policy->http.now, scep_case.finding);
	judge_time(&scep_case, object);
}

static const char *certificates_words(const struct scep_endpoint *facts, struct arena *arena)
{
	return http_is_redirect(&facts->certificates_answer)
		       ? "GetCACert redirected"
		       : text_count(arena, facts->certificates.count, "certificate");
}

static void summarise_one(const struct scep_endpoint *facts, struct findings *findings)
{
	struct arena *arena = findings->arena;
	const char *bare = bare_url_words(facts);

	findings_summarise(findings, "%s speaks SCEP: %s, %s%s%s, in %.3f s (the CA behind it was not asked)",
			   facts->endpoint->display,
			   facts->capabilities.words.count == 1
				   ? "1 capability"
				   : text_format(arena, "%zu capabilities", facts->capabilities.words.count),
			   certificates_words(facts, arena), bare != NULL ? ", " : "", bare != NULL ? bare : "",
			   sum_of_answers(facts).total);
}

/* "all 3 endpoints speak SCEP", "2 of 3 endpoints speak SCEP, the others redirect" */
static const char *speakers_words(const struct scep_endpoint *endpoints, size_t count, struct arena *arena)
{
	size_t redirected = 0;

	for (size_t i = 0; i < count; i++)
		redirected += http_is_redirect(&endpoints[i].capabilities_answer);
	if (redirected == 0)
		return text_format(arena, "all %zu endpoints speak SCEP", count);
	return text_format(arena, "%zu of %zu endpoints speak SCEP, the others redirect", count - redirected, count);
}

void judge_scep_summary(const struct scep_endpoint *endpoints, size_t count, struct findings *findings)
{
	const struct scep_endpoint *slowest = &endpoints[0];

	if (count == 1 && http_is_redirect(&endpoints[0].capabilities_answer)) {
		findings_summarise(findings, "%s redirects, which --onredirect calls OK; nothing else was asked",
				   endpoints[0].endpoint->display);
		return;
	}
	if (count == 1) {
		summarise_one(&endpoints[0], findings);
		return;
	}
	for (size_t i = 1; i < count; i++)
		if (sum_of_answers(&endpoints[i]).total > sum_of_answers(slowest).total)
			slowest = &endpoints[i];
	findings_summarise(findings, "%s, the slowest in %.3f s: %s (the CAs behind were not asked)",
			   speakers_words(endpoints, count, findings->arena), sum_of_answers(slowest).total,
			   slowest->endpoint->display);
}
