/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the account may do with a template. */
#include "core/array.h"
#include "judge/template_judgement.h"

static bool has_permissions(const struct template_judgement *judgement)
{
	const struct template *template = &judgement->search->template;
	struct finding *finding;

	if (template->has_descriptor && template->descriptor_fault == NULL)
		return true;
	finding = template_fault(judgement, "permissions", "permissions");
	if (template->has_descriptor)
		finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_DATA, "the security descriptor %s",
			    template->descriptor_fault);
	else
		finding_set(finding, STATUS_UNKNOWN, CAUSE_TEMPLATE_HIDDEN, "are not readable for %s",
			    directory_reader(&judgement->survey->directory));
	return false;
}

/* Those that the policy wants. */
static void judge_wanted_rights(const struct template_judgement *judgement)
{
	static const struct {
		enum required_right bit;
		const char *slug, *name, *verb;
		const struct access_right *right;
		enum cause cause;
		const char *refusal;
	} rows[] = {
		{REQUIRE_READ, "read", "Read", "read it", &access_read, CAUSE_TEMPLATE_NO_READ, NULL},
		{REQUIRE_ENROLL, "enroll", "Enroll", "enroll", &access_enroll, CAUSE_TEMPLATE_NO_ENROLL,
		 "0x80094012, CERTSRV_E_TEMPLATE_DENIED"},
		{REQUIRE_AUTOENROLL, "autoenroll", "AutoEnroll", "enroll automatically", &access_autoenroll,
		 CAUSE_TEMPLATE_NO_AUTOENROLL, NULL},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		const struct right_question question = {
			.descriptor = &judgement->search->template.descriptor,
			.right = rows[i].right,
			.verb = rows[i].verb,
			.name = rows[i].name,
			.denied = rows[i].cause,
			.undecidable = CAUSE_TEMPLATE_UNDECIDABLE,
			.refusal = rows[i].refusal,
			.explain = judgement->policy->explain,
		};

		if ((judgement->policy->rights & rows[i].bit) != 0)
			judge_right(judgement->survey, &judgement->policy->directory, &question,
				    template_fault(judgement, rows[i].slug, rows[i].name));
	}
}

void judge_template_rights(const struct template_judgement *judgement)
{
	const struct security_descriptor *descriptor = &judgement->search->template.descriptor;

	if (!has_permissions(judgement))
		return;
	if (judgement->policy->explain)
		add_entries(judgement->finding->findings, text_format(judgement->arena, "%s_dacl", judgement->id),
			    descriptor, &judgement->survey->names);
	if (!descriptor->has_dacl)
		finding_set(template_fault(judgement, "dacl", "permissions"), STATUS_CRITICAL,
			    CAUSE_TEMPLATE_UNPROTECTED, "there are none: everybody may do everything with it");
	if (judgement->survey->account.outcome == SEARCH_FOUND)
		judge_wanted_rights(judgement);
}
