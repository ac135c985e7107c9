/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree of findings that a judge fills and the renderers print. A finding says what is wrong with one subject;
 * a measurement is stored once, in the finding it belongs to, and returns the state that its thresholds give.
 * Everything lives in the arena of the run; texts that come in are kept as they are, so they must live there too
 * (or be constants). Sentences may hold foreign text only after text_safe() or text_foreign().
 */
#ifndef CORE_FINDING_H
#define CORE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/causes.h"
#include "core/lifetime.h"
#include "core/measure.h"
#include "core/range.h"
#include "core/status.h"
#include "core/text.h"

/* What a Windows client would write into its Application log for it (facts: scep-ndes.md, chapter 9). */
struct windows_event {
	unsigned event;    /* 86 initialization, 87 enrolment; 0: none of a client, only the code is told */
	const char *stage; /* "GetCACaps" */
	uint32_t code;     /* HRESULT; 0: nothing is known */
};

/* A line below the sentence that is shown from this level of --verbose on (0: always). */
struct note {
	unsigned verbosity;
	const char *text;
	struct note *next;
};

struct finding {
	struct findings *findings;
	struct finding *parent, *children, *next;
	const char *id;       /* stable slug [a-z0-9_]+, unique in the run */
	const char *subject;  /* what it is about, for people */
	const char *sentence; /* "" until it is set */
	enum status status;   /* its own; finding_status() includes the children */
	enum cause cause;
	struct windows_event windows;
	int64_t not_after; /* epoch; see has_not_after */
	bool has_not_after;
	struct measure *measures;
	struct note *notes;
};

/* What was read, for inventories: a text, a number, or a list of texts. */
struct fact {
	const char *key; /* [a-z0-9_]+ */
	enum { FACT_TEXT, FACT_NUMBER, FACT_LIST } kind;
	const char *text;
	double number;
	struct text_list list;
	struct fact *next;
};

struct findings {
	struct arena *arena;
	struct finding *roots;
	struct fact *facts;
	const char *summary; /* the first line's sentence while everything is OK */
	const struct finding
		*late; /* the first that did not end in time; while everything is OK, the first line tells it */
};

struct findings *findings_create(struct arena *arena);

/* The sentence of an OK run's first line: what was found. */
void findings_summarise(struct findings *findings, const char *format, ...) __attribute__((format(printf, 2, 3)));

void findings_fact_text(struct findings *findings, const char *key, const char *text);
void findings_fact_number(struct findings *findings, const char *key, double number);
void findings_fact_list(struct findings *findings, const char *key, struct text_list list);

/* A new finding, OK and without a sentence, behind the ones that are there. */
struct finding *finding_add(struct findings *findings, const char *id, const char *subject);
struct finding *finding_add_child(struct finding *parent, const char *id, const char *subject);

/* Puts a root in front of the others: of equally bad ones it is the one that the first line tells. */
void finding_lead(struct finding *finding);

/* Sets state, cause and sentence; returns the state. An OK finding has CAUSE_NONE. */
enum status finding_set(struct finding *finding, enum status status, enum cause cause, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Behind finding_set(): it did not end in time. Where --timeout calls that OK, the first line must tell it all the
 * same. */
void finding_late(struct finding *finding);

/* A line below the sentence, shown from that level of --verbose on. */
void finding_note(struct finding *finding, unsigned verbosity, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* See struct windows_event. The code is a field of its own in JSON; a line for people needs an event. */
void finding_windows(struct finding *finding, unsigned event, const char *stage, uint32_t code);

void finding_not_after(struct finding *finding, int64_t not_after);

/* A measured value. object: "ra_signing", "crl1" or NULL; the label is object_name. */
struct measure *finding_measure(struct finding *finding, const char *object, enum measure_name name, double value);

/* The same with thresholds; returns the state that they give. */
enum status finding_measure_range(struct finding *finding, const char *object, enum measure_name name, double value,
				  const struct range *warning, const struct range *critical);

/*
 * object_remaining (seconds, lower bounds) and object_used (percent, rising) of something that lives from not_before
 * to not_after (epochs), and the state that the policy gives at now. Sets not_after too.
 */
enum status finding_measure_lifetime(struct finding *finding, const char *object, int64_t not_before, int64_t not_after,
				     int64_t now, const struct lifetime_policy *policy);

/*
 * object_remaining alone, of something that has an end but no beginning (an account that expires). Limits in percent
 * don't count.
 */
enum status finding_measure_end(struct finding *finding, const char *object, int64_t not_after, int64_t now,
				const struct lifetime_policy *policy);

/* The worst of the finding and its children. */
enum status finding_status(const struct finding *finding);

/* The worst of all; OK for none. */
enum status findings_status(const struct findings *findings);

/* The first finding, depth first, whose own state is the worst of all; NULL for none. *ret_count: how many there are.
 */
const struct finding *findings_worst(const struct findings *findings, size_t *ret_count);

/* The finding after this one in depth-first order, NULL after the last. */
const struct finding *finding_following(const struct finding *finding);

#endif
