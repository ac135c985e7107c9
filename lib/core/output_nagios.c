/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules of this format, each of them measured against a scheduler (interface, chapter 1): perfdata on line 1 behind
 * the only '|'; below it findings, worst first; 4 KB by default, 60 KB with -v; sentences give way, perfdata never.
 */
#include <stdbool.h>
#include <string.h>

#include "core/report.h"

enum { SIZE_DEFAULT = 4096, SIZE_VERBOSE = 60 * 1024, SIZE_REST = 48, LINE_MAX_CHARACTERS = 2000 };

struct page {
	struct text_buffer text;
	size_t limit;
	size_t left_out; /* findings that did not fit */
	unsigned verbosity;
	bool explained[CAUSE_COUNT]; /* the remedy was printed already */
};

static void append_measure(struct text_buffer *buffer, const struct measure *measure)
{
	struct arena *arena = buffer->arena;

	text_append(buffer, "%s%s=%s%s;%s;%s;%s;%s", buffer->length != 0 ? " " : "", measure->label,
		    text_number(arena, measure->value), unit_symbol(measure_unit(measure->name)),
		    measure->warning != NULL ? measure->warning : "",
		    measure->critical != NULL ? measure->critical : "",
		    measure->has_minimum ? text_number(arena, measure->minimum) : "",
		    measure->has_maximum ? text_number(arena, measure->maximum) : "");
	while (buffer->data[buffer->length - 1] == ';')
		buffer->data[--buffer->length] = 0;
}

const char *output_perfdata(const struct report *report, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	for (const struct finding *finding = report->findings->roots; finding != NULL;
	     finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
			append_measure(&buffer, measure);
	return text_of(&buffer);
}

/* A line with a last look at what may not stand in it, whoever wrote it. */
static void append_line(struct text_buffer *block, unsigned indent, const char *line)
{
	text_append(block, "\n%*s%s", (int)indent, "",
		    text_foreign(block->arena, line, strlen(line), LINE_MAX_CHARACTERS));
}

static void append_explanation(struct page *page, struct text_buffer *block, unsigned indent,
			       const struct finding *finding)
{
	struct arena *arena = block->arena;
	const char *id = cause_id(finding->cause);

	if (finding->windows.event != 0)
		append_line(block, indent,
			    text_format(arena, "Windows clients log: Event %u, stage %s, 0x%08X",
					finding->windows.event, finding->windows.stage,
					(unsigned)finding->windows.code));
	if (id == NULL || finding->status == STATUS_OK)
		return;
	append_line(block, indent,
		    text_format(arena, "Remedy: %s (%s in mscep-causes(7))",
				page->explained[finding->cause] ? "as above" : cause_remedy(finding->cause), id));
}

static struct text_buffer block_of(struct page *page, const struct finding *finding, unsigned depth)
{
	struct text_buffer block = {.arena = page->text.arena};
	const char *state = status_name(finding_status(finding));

	append_line(&block, 2 * depth,
		    text_format(block.arena, "[%s] %s%s%s", state, finding->subject,
				*finding->sentence != 0 ? ": " : "", finding->sentence));
	append_explanation(page, &block, 2 * depth + 4, finding);
	return block;
}

static bool fits(const struct page *page, size_t length)
{
	return page->text.length + length + SIZE_REST <= page->limit;
}

/* The notes that fit: they give way before the finding itself does. */
static void append_notes(struct page *page, const struct finding *finding, unsigned indent)
{
	for (const struct note *note = finding->notes; note != NULL; note = note->next) {
		struct text_buffer block = {.arena = page->text.arena};

		if (note->verbosity > page->verbosity)
			continue;
		append_line(&block, indent, note->text);
		if (!fits(page, block.length)) {
			append_line(&page->text, indent, "...");
			return;
		}
		text_append_bytes(&page->text, block.data, block.length);
	}
}

static void append_siblings(struct page *page, const struct finding *first, unsigned depth);

static void append_finding(struct page *page, const struct finding *finding, unsigned depth)
{
	struct text_buffer block = block_of(page, finding, depth);

	if (page->left_out == 0 && fits(page, block.length)) {
		text_append_bytes(&page->text, block.data, block.length);
		page->explained[finding->cause] |= finding->status != STATUS_OK;
		append_notes(page, finding, 2 * depth + 4);
	} else {
		page->left_out++;
	}
	append_siblings(page, finding->children, depth + 1);
}

static void append_siblings(struct page *page, const struct finding *first, unsigned depth)
{
	for (int severity = 3; severity >= 0; severity--)
		for (const struct finding *finding = first; finding != NULL; finding = finding->next)
			if (status_severity(finding_status(finding)) == severity)
				append_finding(page, finding, depth);
}

char *output_nagios(const struct report *report, struct arena *arena)
{
	struct page page = {
		.text.arena = arena,
		.verbosity = report->verbosity,
		.limit = report->verbosity > 0 ? SIZE_VERBOSE : SIZE_DEFAULT,
	};
	const char *perfdata = output_perfdata(report, arena);

	text_append(&page.text, "%s %s - %s%s%s", report->label, status_name(report->status),
		    report_summary(report, arena), *perfdata != 0 ? " |" : "", perfdata);
	append_siblings(&page, report->findings->roots, 0);
	if (page.left_out != 0)
		text_append(&page.text, "\n... (%zu more)", page.left_out);
	text_append(&page.text, "\n");
	return page.text.data;
}
