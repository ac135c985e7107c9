/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "core/finding.h"

static struct findings *new_findings(void **state)
{
	return findings_create(*state);
}

static struct finding *add(struct findings *findings, const char *id, enum status status)
{
	struct finding *finding = finding_add(findings, id, id);

	finding_set(finding, status, CAUSE_NONE, "is %s", status_name(status));
	return finding;
}

static struct finding *add_child(struct finding *parent, const char *id, enum status status)
{
	struct finding *finding = finding_add_child(parent, id, id);

	finding_set(finding, status, CAUSE_NONE, "is %s", status_name(status));
	return finding;
}

static void a_new_finding_is_ok_and_silent(void **state)
{
	struct finding *finding = finding_add(new_findings(state), "id", "subject");

	assert_int_equal(finding->status, STATUS_OK);
	assert_int_equal(finding->cause, CAUSE_NONE);
	assert_string_equal(finding->sentence, "");
	assert_string_equal(finding->id, "id");
	assert_string_equal(finding->subject, "subject");
	assert_null(finding->parent);
	assert_false(finding->has_not_after);
	assert_int_equal(finding->windows.event, 0);
}

static void setting_returns_the_state(void **state)
{
	struct finding *finding = finding_add(new_findings(state), "id", "subject");

	assert_int_equal(finding_set(finding, STATUS_WARNING, CAUSE_NET_DNS, "%s %d", "text", 5), STATUS_WARNING);
	assert_int_equal(finding->status, STATUS_WARNING);
	assert_int_equal(finding->cause, CAUSE_NET_DNS);
	assert_string_equal(finding->sentence, "text 5");
	assert_int_equal(finding_set(finding, STATUS_OK, CAUSE_NONE, "fine"), STATUS_OK);
	assert_int_equal(finding->cause, CAUSE_NONE);
}

static void an_ok_finding_has_no_cause(void **state)
{
	struct finding *finding = finding_add(new_findings(state), "id", "subject");

	finding_set(finding, STATUS_OK, CAUSE_NET_TIMEOUT, "no answer, which --timeout calls OK");
	assert_int_equal(finding->cause, CAUSE_NONE);
}

static void notes_keep_order_and_level(void **state)
{
	struct finding *finding = finding_add(new_findings(state), "id", "subject");

	finding_note(finding, 0, "first %d", 1);
	finding_note(finding, 2, "second");
	assert_string_equal(finding->notes->text, "first 1");
	assert_int_equal(finding->notes->verbosity, 0);
	assert_string_equal(finding->notes->next->text, "second");
	assert_int_equal(finding->notes->next->verbosity, 2);
	assert_null(finding->notes->next->next);
}

static void windows_and_not_after_are_kept(void **state)
{
	struct finding *finding = finding_add(new_findings(state), "id", "subject");

	finding_windows(finding, 86, "GetCACaps", 0x80072EE7);
	finding_not_after(finding, -1);
	assert_int_equal(finding->windows.event, 86);
	assert_string_equal(finding->windows.stage, "GetCACaps");
	assert_int_equal(finding->windows.code, 0x80072EE7);
	assert_true(finding->has_not_after);
	assert_int_equal(finding->not_after, -1);
}

/* Every pair of states, as parent and child, and as siblings. */
static void a_tree_is_as_bad_as_its_worst(void **state)
{
	for (int one = 0; one < 4; one++)
		for (int other = 0; other < 4; other++) {
			struct findings *family = new_findings(state), *siblings = new_findings(state);
			struct finding *parent = add(family, "parent", (enum status)one);

			add_child(add_child(parent, "child", STATUS_OK), "grandchild", (enum status)other);
			add(siblings, "one", (enum status)one);
			add(siblings, "other", (enum status)other);
			assert_int_equal(finding_status(parent), status_worse((enum status)one, (enum status)other));
			assert_int_equal(findings_status(family), finding_status(parent));
			assert_int_equal(findings_status(siblings), finding_status(parent));
			assert_int_equal(parent->status, one);
		}
}

static void nothing_is_ok(void **state)
{
	struct findings *findings = new_findings(state);
	size_t count = 99;

	assert_int_equal(findings_status(findings), STATUS_OK);
	assert_null(findings_worst(findings, &count));
	assert_int_equal(count, 0);
}

static void the_first_of_the_worst_depth_first(void **state)
{
	struct findings *findings = new_findings(state);
	struct finding *first = add(findings, "a", STATUS_OK);
	size_t count;

	assert_string_equal(findings_worst(findings, &count)->id, "a");
	assert_int_equal(count, 1);
	add_child(add_child(first, "a1", STATUS_WARNING), "a11", STATUS_UNKNOWN);
	add_child(first, "a2", STATUS_CRITICAL);
	add(findings, "b", STATUS_CRITICAL);
	assert_string_equal(findings_worst(findings, &count)->id, "a2");
	assert_int_equal(count, 2);
}

static void a_leader_is_told_first(void **state)
{
	struct findings *findings = new_findings(state);
	struct finding *first = add(findings, "a", STATUS_WARNING), *last;
	size_t count;

	finding_lead(first);
	assert_string_equal(findings_worst(findings, &count)->id, "a");
	last = add(findings, "b", STATUS_WARNING);
	finding_lead(last);
	assert_string_equal(findings_worst(findings, &count)->id, "b");
	assert_int_equal(count, 2);
	assert_ptr_equal(finding_following(last), first);
	assert_null(finding_following(first));
}

static void unknown_does_not_hide_critical(void **state)
{
	struct findings *findings = new_findings(state);
	size_t count;

	add(findings, "unknown", STATUS_UNKNOWN);
	add(findings, "critical", STATUS_CRITICAL);
	add(findings, "warning", STATUS_WARNING);
	assert_int_equal(findings_status(findings), STATUS_CRITICAL);
	assert_string_equal(findings_worst(findings, &count)->id, "critical");
	assert_int_equal(count, 1);
}

static void following_walks_depth_first(void **state)
{
	static const char *const expected[] = {"a", "a1", "a11", "a12", "a2", "b", "b1", "c"};
	struct findings *findings = new_findings(state);
	struct finding *a = add(findings, "a", STATUS_OK), *a1 = add_child(a, "a1", STATUS_OK);
	size_t at = 0;

	add_child(a1, "a11", STATUS_OK);
	add_child(a, "a2", STATUS_OK);
	add_child(a1, "a12", STATUS_OK);
	add_child(add(findings, "b", STATUS_OK), "b1", STATUS_OK);
	add(findings, "c", STATUS_OK);
	for (const struct finding *finding = a; finding != NULL; finding = finding_following(finding)) {
		assert_true(at < ARRAY_LENGTH(expected));
		assert_string_equal(finding->id, expected[at++]);
	}
	assert_int_equal(at, ARRAY_LENGTH(expected));
}

static void facts_keep_order_and_kind(void **state)
{
	struct findings *findings = new_findings(state);
	struct text_list list = {0};

	text_list_add(*state, &list, "AES");
	findings_fact_text(findings, "subject", "CN=x");
	findings_fact_number(findings, "not_after", 5);
	findings_fact_list(findings, "capabilities", list);
	assert_int_equal(findings->facts->kind, FACT_TEXT);
	assert_string_equal(findings->facts->text, "CN=x");
	assert_int_equal(findings->facts->next->kind, FACT_NUMBER);
	assert_true(findings->facts->next->number == 5);
	assert_int_equal(findings->facts->next->next->kind, FACT_LIST);
	assert_string_equal(findings->facts->next->next->list.items[0], "AES");
	assert_null(findings->facts->next->next->next);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_finding_is_ok_and_silent),
		TEST(setting_returns_the_state),
		TEST(an_ok_finding_has_no_cause),
		TEST(notes_keep_order_and_level),
		TEST(windows_and_not_after_are_kept),
		TEST(a_tree_is_as_bad_as_its_worst),
		TEST(nothing_is_ok),
		TEST(the_first_of_the_worst_depth_first),
		TEST(a_leader_is_told_first),
		TEST(unknown_does_not_hide_critical),
		TEST(following_walks_depth_first),
		TEST(facts_keep_order_and_kind),
	};

	return RUN_TESTS(tests);
}
