/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/finding.h"

#include <string.h>

struct findings *findings_create(struct arena *arena)
{
	struct findings *findings = arena_allocate(arena, sizeof *findings);

	findings->arena = arena;
	return findings;
}

void findings_summarise(struct findings *findings, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	findings->summary = text_format_list(findings->arena, format, list);
	va_end(list);
}

static struct fact *fact_add(struct findings *findings, const char *key)
{
	struct fact **place = &findings->facts;

	while (*place != NULL)
		place = &(*place)->next;
	*place = arena_allocate(findings->arena, sizeof **place);
	(*place)->key = key;
	return *place;
}

void findings_fact_text(struct findings *findings, const char *key, const char *text)
{
	struct fact *fact = fact_add(findings, key);

	fact->kind = FACT_TEXT;
	fact->text = text;
}

void findings_fact_number(struct findings *findings, const char *key, double number)
{
	struct fact *fact = fact_add(findings, key);

	fact->kind = FACT_NUMBER;
	fact->number = number;
}

void findings_fact_list(struct findings *findings, const char *key, struct text_list list)
{
	struct fact *fact = fact_add(findings, key);

	fact->kind = FACT_LIST;
	fact->list = list;
}

static struct finding *finding_append(struct findings *findings, struct finding *parent, const char *id,
				      const char *subject)
{
	struct finding **place = parent != NULL ? &parent->children : &findings->roots;
	struct finding *finding = arena_allocate(findings->arena, sizeof *finding);

	while (*place != NULL)
		place = &(*place)->next;
	*place = finding;
	finding->findings = findings;
	finding->parent = parent;
	finding->id = id;
	finding->subject = subject;
	finding->sentence = "";
	return finding;
}

struct finding *finding_add(struct findings *findings, const char *id, const char *subject)
{
	return finding_append(findings, NULL, id, subject);
}

struct finding *finding_add_child(struct finding *parent, const char *id, const char *subject)
{
	return finding_append(parent->findings, parent, id, subject);
}

void finding_lead(struct finding *finding)
{
	struct finding **place = &finding->findings->roots;

	while (*place != finding)
		place = &(*place)->next;
	*place = finding->next;
	finding->next = finding->findings->roots;
	finding->findings->roots = finding;
}

enum status finding_set(struct finding *finding, enum status status, enum cause cause, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	finding->sentence = text_format_list(finding->findings->arena, format, list);
	va_end(list);
	finding->status = status;
	finding->cause = status != STATUS_OK ? cause : CAUSE_NONE;
	return status;
}

void finding_late(struct finding *finding)
{
	if (finding->findings->late == NULL)
		finding->findings->late = finding;
}

void finding_note(struct finding *finding, unsigned verbosity, const char *format, ...)
{
	struct note **place = &finding->notes;
	va_list list;

	while (*place != NULL)
		place = &(*place)->next;
	*place = arena_allocate(finding->findings->arena, sizeof **place);
	(*place)->verbosity = verbosity;
	va_start(list, format);
	(*place)->text = text_format_list(finding->findings->arena, format, list);
	va_end(list);
}

void finding_windows(struct finding *finding, unsigned event, const char *stage, uint32_t code)
{
	finding->windows = (struct windows_event){.event = event, .stage = stage, .code = code};
}

void finding_not_after(struct finding *finding, int64_t not_after)
{
	finding->not_after = not_after;
	finding->has_not_after = true;
}

enum status finding_status(const struct finding *finding)
{
	enum status status = finding->status;

	for (const struct finding *child = finding->children; child != NULL; child = child->next)
		status = status_worse(status, finding_status(child));
	return status;
}

enum status findings_status(const struct findings *findings)
{
	enum status status = STATUS_OK;

	for (const struct finding *finding = findings->roots; finding != NULL; finding = finding->next)
		status = status_worse(status, finding_status(finding));
	return status;
}

const struct finding *finding_following(const struct finding *finding)
{
	if (finding->children != NULL)
		return finding->children;
	while (finding->next == NULL && finding->parent != NULL)
		finding = finding->parent;
	return finding->next;
}

const struct finding *findings_worst(const struct findings *findings, size_t *ret_count)
{
	const struct finding *worst = findings->roots;
	size_t count = 0;

	for (const struct finding *finding = findings->roots; finding != NULL; finding = finding_following(finding)) {
		if (status_severity(finding->status) > status_severity(worst->status)) {
			worst = finding;
			count = 0;
		}
		count += finding->status == worst->status;
	}
	*ret_count = count;
	return worst;
}
