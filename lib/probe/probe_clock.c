/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_clock.h"

#include <string.h>

#include "net/thread.h"
#include "probe/clock_talk.h"

struct work {
	struct run run; /* a copy, with an arena of its own where a thread uses it */
	const struct clock_questions *questions;
	struct clock_target *targets;
};

static void prepare_talk(const struct work *work, size_t index, struct clock_talk *talk, struct exchange *exchange)
{
	const struct clock_question *question = &work->questions->items[index];
	struct clock_target *target = &work->targets[index];
	struct arena *arena = work->run.arena;

	*talk = (struct clock_talk){
		.arena = arena,
		.question = question,
		.target = target,
		.wanted = work->questions->samples,
		.samples = arena_allocate(arena, CLOCK_SAMPLES_MAX * sizeof *talk->samples),
		.moments = arena_allocate(arena, CLOCK_SAMPLES_MAX * sizeof *talk->moments),
	};
	*exchange = (struct exchange){
		.host = question->host,
		.port = question->port,
		.message_max = CLOCK_MESSAGE_MAX,
		.context = talk,
	};
	exchange->speaker = clock_speaker(question->scheme, &target->source, &exchange->udp);
	target->udp = exchange->udp;
}

/* What the samples of a KDC are worth shows only when all are there. */
static void refine_kerberos(struct clock_talk *talk)
{
	int64_t resolution = krb_resolution(talk->moments, talk->count);

	for (size_t i = 0; i < talk->count; i++)
		talk->samples[i] = krb_sample(&talk->moments[i], resolution);
}

/* What does not answer the question is passed by: by UDP it may be forged. If nothing else comes, that is the fault. */
static const char *only_others(const struct clock_talk *talk, const struct exchange_answer *answer, bool udp)
{
	if (!udp)
		return answer->outcome == EXCHANGE_TIMED_OUT && talk->others
			       ? "sends LDAP messages that are no answer to the question (their id is another one)"
			       : NULL;
	if (answer->outcome == EXCHANGE_TOO_LARGE)
		return "sends a flood of datagrams that are no answer to the question";
	return answer->outcome == EXCHANGE_TIMED_OUT && answer->ignored != 0
		       ? "sends datagrams that are no answer to the question, or only a part of it"
		       : NULL;
}

static void finish_talk(struct clock_talk *talk, const struct exchange *exchange)
{
	if (talk->count == 0 && talk->target->wrong == NULL)
		talk->target->wrong = only_others(talk, &exchange->answer, exchange->udp);
	if (talk->question->scheme == CLOCK_KERBEROS && talk->count != 0)
		refine_kerberos(talk);
	talk->target->exchange = exchange->answer;
	talk->target->samples = talk->samples;
	talk->target->count = talk->count;
}

/* All that need no library, in one poll loop. */
static void ask_plain(struct work *work)
{
	size_t count = work->questions->count, used = 0;
	struct arena *arena = work->run.arena;
	struct clock_talk **talks = arena_allocate(arena, (count + 1) * sizeof *talks);
	struct exchange *exchanges = arena_allocate(arena, (count + 1) * sizeof *exchanges);

	for (size_t i = 0; i < count; i++)
		if (!clock_needs_web(work->questions->items[i].scheme)) {
			talks[used] = arena_allocate(arena, sizeof **talks);
			prepare_talk(work, i, talks[used], &exchanges[used]);
			used++;
		}
	if (used != 0)
		exchange_run(&work->run, exchanges, used);
	for (size_t i = 0; i < used; i++)
		finish_talk(talks[i], &exchanges[i]);
}

static void *ask_in_thread(void *work)
{
	ask_plain(work);
	return NULL;
}

/* Both at once, each with memory of its own. The thread ends with the deadline. */
static void ask_both(struct run *run, const struct http_options *options, struct work *work, clock_web *web)
{
	pthread_t thread;
	bool started;

	work->run.arena = arena_branch(run->arena);
	started = thread_start(&thread, ask_in_thread, work);
	if (!started)
		ask_plain(work);
	web(run, options, work->questions, work->targets);
	if (started)
		pthread_join(thread, NULL);
	arena_join(run->arena, work->run.arena);
}

/* What tells two clocks of one host apart. */
static const char *place_text(struct arena *arena, const struct clock_question *question)
{
	bool usual = question->port == clock_scheme_port(question->scheme);
	const char *path = strcmp(question->path, "/") == 0 ? "" : question->path;

	return text_safe(arena, usual ? path : text_format(arena, ":%u%s", question->port, path));
}

static struct clock_target *make_targets(const struct run *run, const struct clock_questions *questions)
{
	struct clock_target *targets = arena_allocate(run->arena, (questions->count + 1) * sizeof *targets);

	for (size_t i = 0; i < questions->count; i++) {
		const struct clock_question *question = &questions->items[i];

		targets[i] = (struct clock_target){
			.name = question->name,
			.scheme = clock_scheme_name(question->scheme),
			.host = text_safe(run->arena, question->host),
			.port = question->port,
			.place = place_text(run->arena, question),
		};
	}
	return targets;
}

static bool any_needs_web(const struct clock_questions *questions)
{
	for (size_t i = 0; i < questions->count; i++)
		if (clock_needs_web(questions->items[i].scheme))
			return true;
	return false;
}

struct clock_survey probe_clock(struct run *run, const struct http_options *options,
				const struct clock_questions *questions, clock_web *web)
{
	struct work work = {.run = *run, .questions = questions, .targets = make_targets(run, questions)};

	if (web != NULL && any_needs_web(questions))
		ask_both(run, options, &work, web);
	else
		ask_plain(&work);
	return (struct clock_survey){
		.once = questions->samples == 1,
		.targets = work.targets,
		.count = questions->count - (questions->has_reference ? 1 : 0),
		.reference = questions->has_reference ? &work.targets[questions->count - 1] : NULL,
	};
}
