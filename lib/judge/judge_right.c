/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights, by the entry that decides; no peer names it (facts: ad.md, chapter 3). */
#include "judge/template_judgement.h"

enum { ENTRIES_TOLD = 100 }; /* in a fact: the checks need room too */

static const char *condition_text(const struct ace *ace)
{
	if (ace->conditional)
		return ", under a condition";
	return (ace->flags & ACE_INHERIT_ONLY) != 0 ? ", for objects below only" : "";
}

static const char *object_text(const struct ace *ace, struct arena *arena)
{
	const char *known = guid_known_name(&ace->object_type);

	return known != NULL ? known : text_format(arena, "the right %s", uuid_text(arena, &ace->object_type));
}

/* "Enroll", "write property Enroll", "read property, list" */
static const char *rights_text(const struct ace *ace, struct arena *arena)
{
	uint32_t others = ace->mask & ~(uint32_t)RIGHT_CONTROL_ACCESS;

	if (!ace->has_object_type)
		return access_mask_text(arena, ace->mask);
	if ((ace->mask & RIGHT_CONTROL_ACCESS) != 0 && others == 0)
		return object_text(ace, arena);
	if ((ace->mask & RIGHT_CONTROL_ACCESS) != 0)
		return text_format(arena, "%s (%s)", object_text(ace, arena), access_mask_text(arena, others));
	return text_format(arena, "%s of %s", access_mask_text(arena, ace->mask), object_text(ace, arena));
}

const char *ace_text(const struct ace *ace, const struct sid_names *names, struct arena *arena)
{
	const char *verb = ace->kind == ACE_ALLOW   ? "allows"
			   : ace->kind == ACE_DENY  ? "denies"
			   : ace->kind == ACE_AUDIT ? "audits"
						    : NULL;

	if (verb == NULL || !ace->has_sid)
		return text_format(arena, "is of an unknown type (0x%02X)", ace->type);
	return text_format(arena, "%s %s %s%s", verb, sid_display(names, &ace->sid, arena), rights_text(ace, arena),
			   condition_text(ace));
}

/* --- explanation --- */

void add_entries(struct findings *findings, const char *key, const struct security_descriptor *descriptor,
		 const struct sid_names *names)
{
	struct text_list entries = {0};

	for (size_t i = 0; i < descriptor->ace_count && i < ENTRIES_TOLD; i++)
		text_list_add(findings->arena, &entries, ace_text(&descriptor->aces[i], names, findings->arena));
	if (descriptor->ace_count > ENTRIES_TOLD)
		text_list_add(findings->arena, &entries,
			      text_format(findings->arena, "... (%zu more)", descriptor->ace_count - ENTRIES_TOLD));
	findings_fact_list(findings, key, entries);
}

static const char *effect_text(enum ace_effect effect)
{
	switch (effect) {
	case ACE_GRANTS:
		return "grants it";
	case ACE_DENIES:
		return "denies it";
	case ACE_UNDECIDABLE:
		return "its condition can't be evaluated from here";
	case ACE_ONLY_INHERITS:
		return "skipped: for objects below only";
	case ACE_NOT_ABOUT_ACCESS:
		return "skipped: gives and takes no right";
	case ACE_OTHER_SID:
		return "skipped: neither the account nor a group of it";
	case ACE_OTHER_RIGHT:
		return "skipped: about other rights";
	case ACE_OTHER_OBJECT:
		return "skipped: about another right or attribute";
	}
	return "";
}

static void explain(const struct template_survey *survey, const struct right_question *question, int decided,
		    struct finding *finding)
{
	struct arena *arena = finding->findings->arena;

	for (size_t i = 0; i < question->descriptor->ace_count; i++) {
		const struct ace *ace = &question->descriptor->aces[i];
		bool reached = decided < 0 || (int)i <= decided;

		finding_note(finding, 0, "%s entry %zu %s: %s", (int)i == decided ? "=" : "-", i + 1,
			     ace_text(ace, &survey->names, arena),
			     reached ? effect_text(access_effect(ace, &survey->account.token, question->right))
				     : "not reached");
	}
	findings_fact_number(finding->findings, text_format(arena, "%s_entry", finding->id), decided + 1);
	if (decided < 0)
		finding_note(finding, 0,
			     question->descriptor->has_dacl ? "= end of the list: what nobody granted is denied"
							    : "= no list at all: everything is granted to everybody");
}

/* --- decisions --- */

/* What looks like the right, but is not; -1: nothing does. */
static int near_miss(const struct template_survey *survey, const struct right_question *question)
{
	for (size_t i = 0; i < question->descriptor->ace_count; i++) {
		const struct ace *ace = &question->descriptor->aces[i];
		enum ace_effect effect = access_effect(ace, &survey->account.token, question->right);
		bool own = ace->kind == ACE_ALLOW && ace->has_sid && sid_set_has(&survey->account.token, &ace->sid);

		if (own && (effect == ACE_OTHER_OBJECT || effect == ACE_ONLY_INHERITS ||
			    (effect == ACE_OTHER_RIGHT && (ace->mask & RIGHT_WRITE_DACL) != 0)))
			return (int)i;
	}
	return -1;
}

/*
 * Groups that were found by their members lack those of other domains: an entry for one of these, in front of the one
 * that decides and to the contrary, may be about the account. -1: there is none.
 */
static int unseen_entry(const struct template_survey *survey, const struct right_question *question, int decided,
			enum ace_effect contrary)
{
	for (int i = 0; i < decided && !survey->account.token_complete; i++) {
		const struct ace *ace = &question->descriptor->aces[i];
		struct sid_set alone = {.items = (struct sid *)&ace->sid, .count = 1};

		if (ace->has_sid && sid_is_of_domain(&ace->sid) &&
		    !sid_same_domain(&ace->sid, &survey->account.account.sid) &&
		    access_effect(ace, &alone, question->right) == contrary)
			return i;
	}
	return -1;
}

static enum status undecidable(const struct template_survey *survey, const struct right_question *question, int entry,
			       const char *why, struct finding *finding)
{
	struct arena *arena = finding->findings->arena;

	return finding_set(finding, STATUS_UNKNOWN, question->undecidable,
			   "whether %s may %s can't be told: entry %d %s, %s",
			   account_display(&survey->account.account, arena), question->verb, entry + 1,
			   ace_text(&question->descriptor->aces[entry], &survey->names, arena), why);
}

/* Of a token that may lack groups: a denial of what every token of the account holds. */
static bool is_certain_denial(const struct template_survey *survey, const struct sid *sid)
{
	return survey->account.token_complete || !sid_is_of_domain(sid) || sid_equal(sid, &survey->account.account.sid);
}

static enum status denied_by(const struct template_survey *survey, const struct right_question *question, int decided,
			     struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	const struct ace *ace = &question->descriptor->aces[decided];
	const char *who = account_display(&survey->account.account, arena);
	int unseen = unseen_entry(survey, question, decided, ACE_GRANTS);

	if (unseen >= 0)
		return undecidable(survey, question, unseen, "and whether the account is in it is hidden", finding);
	if (!is_certain_denial(survey, &ace->sid))
		return finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN,
				   "whether %s may %s can't be told: entry %d %s, but tokenGroups is hidden from %s",
				   who, question->verb, decided + 1, ace_text(ace, &survey->names, arena),
				   directory_reader(&survey->directory));
	return finding_set(finding, STATUS_CRITICAL, question->denied, "%s may not %s: entry %d %s", who,
			   question->verb, decided + 1, ace_text(ace, &survey->names, arena));
}

static enum status denied(const struct template_survey *survey, const struct right_question *question, int decided,
			  struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	const char *who = account_display(&survey->account.account, arena);
	int miss = near_miss(survey, question);

	if (decided >= 0)
		return denied_by(survey, question, decided, finding);
	if (!survey->account.token_complete)
		return finding_set(
			finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN,
			"whether %s may %s can't be told: no entry gives it to the groups that can be seen, and "
			"tokenGroups is hidden from %s",
			who, question->verb, directory_reader(&survey->directory));
	if (miss >= 0)
		return finding_set(finding, STATUS_CRITICAL, question->denied,
				   "%s may not %s: no entry gives it %s (entry %d %s, which %s)", who, question->verb,
				   question->name, miss + 1,
				   ace_text(&question->descriptor->aces[miss], &survey->names, arena),
				   question->right == &access_read ? "is only a part" : "does not contain it");
	return finding_set(finding, STATUS_CRITICAL, question->denied,
			   "%s may not %s: no entry gives %s to it or to a group of it", who, question->verb,
			   question->name);
}

/*
 * Built-in groups are local to a host: the CA's administrators are not the domain controller's. Would the account have
 * the right without them?
 */
static bool by_administrators_only(const struct template_survey *survey, const struct right_question *question,
				   int decided)
{
	const struct sid_set *others = &survey->account.token_elsewhere;
	int entry;

	if (decided < 0 || !sid_equal(&question->descriptor->aces[decided].sid, &sid_administrators))
		return false;
	return access_check(question->descriptor, others, question->right, &entry) != ACCESS_GRANTED;
}

static enum status granted(const struct template_survey *survey, const struct right_question *question, int decided,
			   struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	int unseen = unseen_entry(survey, question, decided, ACE_DENIES);

	if (unseen >= 0)
		return undecidable(survey, question, unseen, "and whether the account is in it is hidden", finding);
	if (by_administrators_only(survey, question, decided))
		return undecidable(survey, question, decided, "and who that is on the CA's host can't be seen",
				   finding);
	if (decided < 0)
		return finding_set(finding, STATUS_OK, CAUSE_NONE, "%s may %s, as everybody may",
				   account_display(&survey->account.account, arena), question->verb);
	return finding_set(finding, STATUS_OK, CAUSE_NONE, "%s may %s: entry %d %s",
			   account_display(&survey->account.account, arena), question->verb, decided + 1,
			   ace_text(&question->descriptor->aces[decided], &survey->names, arena));
}

enum status judge_right(const struct template_survey *survey, const struct directory_policy *directory,
			const struct right_question *question, struct finding *finding)
{
	int decided = -1;

	if (survey->account.token_fault != NULL && survey->account.token_reply.outcome != LDAP_OUTCOME_READ) {
		judge_reply(&survey->account.token_reply, &survey->directory, directory, "the account's groups",
			    finding);
		return finding->status;
	}
	if (survey->account.token_fault != NULL)
		return finding_set(finding, STATUS_UNKNOWN, CAUSE_DIRECTORY_HIDDEN, "can't be told: %s",
				   survey->account.token_fault);
	switch (access_check(question->descriptor, &survey->account.token, question->right, &decided)) {
	case ACCESS_GRANTED:
		granted(survey, question, decided, finding);
		break;
	case ACCESS_DENIED:
		denied(survey, question, decided, finding);
		break;
	case ACCESS_UNDECIDABLE:
		undecidable(survey, question, decided, "which only Windows can evaluate", finding);
		break;
	}
	if (finding->status == STATUS_CRITICAL && question->refusal != NULL)
		finding_note(finding, 0, "The CA refuses such requests: %s", question->refusal);
	if (question->explain)
		explain(survey, question, decided, finding);
	return finding->status;
}
