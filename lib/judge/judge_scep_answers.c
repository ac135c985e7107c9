/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GetCACaps and GetCACert. */
#include <string.h>

#include "judge/judge_ca_answer.h"
#include "judge/scep_questions.h"

static const char *joined(const struct text_list *list, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	for (size_t i = 0; i < list->count; i++)
		text_append(&buffer, "%s%s", i != 0 ? " " : "", list->items[i]);
	return text_of(&buffer);
}

/* The cause of a body with status 200 that isn't what was asked for. */
static enum cause body_cause(const struct page *page)
{
	return page->kind == PAGE_HTML ? CAUSE_PROXY_PAGE : CAUSE_SCEP_NOT_SCEP;
}

/* The words of wanted that are announced (or not, as asked). */
static struct text_list select_words(const struct scep_capabilities *capabilities, const struct text_list *wanted,
				     bool announced, struct arena *arena)
{
	struct text_list selected = {0};

	for (size_t i = 0; i < wanted->count; i++) {
		bool has = announced ? scep_capabilities_name(capabilities, wanted->items[i])
				     : scep_capabilities_have(capabilities, wanted->items[i]);

		if (has == announced)
			text_list_add(arena, &selected, text_safe(arena, wanted->items[i]));
	}
	return selected;
}

static void judge_words(const struct scep_case *scep_case, struct finding *finding)
{
	const struct scep_capabilities *capabilities = &scep_case->facts->capabilities;
	struct arena *arena = scep_case->arena;
	struct text_list missing = select_words(capabilities, &scep_case->policy->required, false, arena);
	struct text_list unwanted = select_words(capabilities, &scep_case->policy->forbidden, true, arena);
	const char *words = text_safe(arena, joined(&capabilities->words, arena));

	finding_set(finding, STATUS_OK, CAUSE_NONE, "%s", words);
	if (missing.count != 0)
		finding_set(finding, STATUS_CRITICAL, CAUSE_SCEP_CAPABILITY_MISSING,
			    "does not announce the required %s (has %s)", joined(&missing, arena), words);
	if (unwanted.count != 0)
		finding_set(missing.count != 0 ? scep_case_add(scep_case, "forbidden", "GetCACaps") : finding,
			    STATUS_CRITICAL, CAUSE_SCEP_CAPABILITY_FORBIDDEN, "announces the forbidden %s (has %s)",
			    joined(&unwanted, arena), words);
	if (!scep_capabilities_have(capabilities, "SHA-256") && !scep_capabilities_have(capabilities, "SHA-512"))
		finding_note(finding, 1, "Only SHA-1 is announced: clients in FIPS mode and iOS may refuse");
	if (!scep_capabilities_have(capabilities, "AES"))
		finding_note(finding, 1, "AES is not announced: clients in FIPS mode and macOS may refuse");
}

bool judge_capabilities(const struct scep_case *scep_case)
{
	const struct scep_endpoint *facts = scep_case->facts;
	struct finding *finding = scep_case_add(scep_case, "getcacaps", "GetCACaps");
	const struct http_purpose purpose = {.endpoint = facts->endpoint, .event = 86, .stage = "GetCACaps"};

	if (!judge_http_answer(&facts->capabilities_answer, &purpose, &scep_case->policy->http, finding)) {
		if (facts->other_form != NULL)
			finding_set(finding, finding->status, finding->cause, "%s; under %s it answers",
				    finding->sentence, facts->other_form);
		return false;
	}
	if (facts->capabilities_wrong != NULL) {
		finding_set(finding, STATUS_CRITICAL, body_cause(&facts->capabilities_page), "not a SCEP answer: %s",
			    page_describe(&facts->capabilities_page, scep_case->arena));
		return false;
	}
	judge_words(scep_case, finding);
	findings_fact_list(finding->findings, text_format(scep_case->arena, "%scapabilities", scep_case->prefix),
			   facts->capabilities.words);
	return true;
}

void judge_certificates(const struct scep_case *scep_case)
{
	const struct scep_endpoint *facts = scep_case->facts;
	struct finding *finding = scep_case_add(scep_case, "getcacert", "GetCACert");
	const struct http_purpose purpose = {.endpoint = facts->endpoint, .event = 86, .stage = "GetCACert"};

	if (!judge_http_answer(&facts->certificates_answer, &purpose, &scep_case->policy->http, finding))
		return;
	if (facts->certificates_wrong != NULL) {
		judge_certificate_body(&facts->certificates_page, facts->certificates_fault, facts->certificates_wrong,
				       finding);
		return;
	}
	finding_set(finding, STATUS_OK, CAUSE_NONE, "%s, %zu bytes (check_ra_cert judges them)",
		    text_count(scep_case->arena, facts->certificates.count, "certificate"),
		    facts->certificates_answer.length);
	judge_certificate_type(&facts->certificates_answer, &facts->certificates, finding);
}
