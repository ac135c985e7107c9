/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/plugin.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/causes_dump.h"
#include "core/common_options.h"
#include "core/extra_opts.h"
#include "core/output_file.h"
#include "core/process.h"
#include "core/watchdog.h"

#ifndef SUITE_VERSION
#error "SUITE_VERSION comes from configure"
#endif

static const char out_of_memory[] = "UNKNOWN - out of memory\n";

struct session {
	const struct plugin *plugin;
	struct common_options common;
	struct option_tables tables;
	struct arena *arena;
	struct report report;
	bool mute; /* stdout was closed: nobody reads the result */
};

static int print(const struct session *session, const char *text, int exit_code)
{
	watchdog_stop();
	return output_write(STDOUT_FILENO, text) && !session->mute ? exit_code : STATUS_UNKNOWN;
}

/* A run that ended before it began, or that never will: one finding. */
static struct finding *make_verdict(struct session *session, enum status status, enum cause cause, const char *id,
				    const char *sentence)
{
	struct findings *findings = findings_create(session->arena);
	struct finding *finding = finding_add(findings, id, session->report.target);

	finding_set(finding, status, cause, "%s", sentence);
	session->report.findings = findings;
	session->report.status = status;
	session->report.exit_code = (int)status;
	return finding;
}

static int usage_error(struct session *session, const struct arguments *arguments, const char *wrong)
{
	struct arena *arena = session->arena;
	struct common_options guess = common_options_guess(arguments);
	const char *sentence = text_format(arena, "%s; try %s --help", wrong, session->plugin->name);

	session->report.target = "usage";
	make_verdict(session, STATUS_UNKNOWN, CAUSE_NONE, "usage", sentence);
	if (guess.output_file != NULL) /* or its readers would see the truth of the run before */
		output_file_write(guess.output_file,
				  report_render(&session->report, common_options_file_format(&guess), arena), 0644,
				  arena);
	return print(session, report_render(&session->report, (enum output_format)guess.output_format, arena),
		     STATUS_UNKNOWN);
}

static const char *help_text(const struct session *session)
{
	struct text_buffer buffer = {.arena = session->arena};
	const struct plugin *plugin = session->plugin;

	text_append(&buffer, "%s %s (monitoring-plugins-scep)\n%s\n\n", plugin->name, SUITE_VERSION, plugin->summary);
	for (const char *line = plugin->usage; line != NULL; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		text_append(&buffer, "%s %s %.*s\n", line == plugin->usage ? "Usage:" : "      ", plugin->name,
			    (int)strcspn(line, "\n"), line);
	options_describe(&session->tables, &buffer);
	text_append(&buffer,
		    "\nThe manual page %s(1) has examples.\nmscep-causes(7) explains every cause that is printed.\n",
		    plugin->name);
	return buffer.data;
}

/* -h, -V and the dumps for generators; NULL if none of them is asked for. */
static const char *information(const struct session *session)
{
	if (session->common.help)
		return help_text(session);
	if (session->common.version)
		return text_format(session->arena, "%s %s (monitoring-plugins-scep)\n", session->plugin->name,
				   SUITE_VERSION);
	if (session->common.dump_options != NULL)
		return options_dump(&session->tables, session->plugin->name, session->plugin->summary, session->arena);
	if (session->common.dump_causes)
		return causes_dump(session->arena);
	return NULL;
}

/*
 * What programs read is valid on this path, too. While the options are read, and for people, the arena's first words
 * are enough.
 */
static void prepare_last_words(struct session *session)
{
	enum output_format format = (enum output_format)session->common.output_format;

	if (format == OUTPUT_NAGIOS)
		return;
	make_verdict(session, STATUS_UNKNOWN, CAUSE_NONE, "memory", "out of memory");
	arena_last_words(session->arena, report_render(&session->report, format, session->arena));
}

static void arm_watchdog(struct session *session)
{
	const struct common_options *common = &session->common;
	struct arena *arena = session->arena;
	double seconds = common->timeout.seconds;
	const char *sentence = text_format(arena, "no result after %s seconds, in phase %s",
					   text_number(arena, seconds), WATCHDOG_PHASE);
	struct finding *finding = make_verdict(session, common->timeout.status, CAUSE_NET_TIMEOUT, "timeout", sentence);
	bool writes = common->output_file != NULL && output_file_replaceable(common->output_file);
	struct watchdog_words words = {
		.file = writes ? common->output_file : NULL,
		.exit_code = common->exit_ok ? STATUS_OK : (int)common->timeout.status,
	};

	finding_measure(finding, NULL, MEASURE_TIME, seconds);
	session->report.duration = seconds;
	words.answer = report_render(&session->report, (enum output_format)common->output_format, arena);
	if (words.file != NULL)
		words.file_answer = report_render(&session->report, common_options_file_format(common), arena);
	watchdog_start(arena, &words, seconds - (seconds < 2 ? seconds / 20 : 0.05));
}

static struct run start_run(struct session *session)
{
	const struct common_options *common = &session->common;

	return (struct run){
		.arena = session->arena,
		.findings = findings_create(session->arena),
		.deadline = deadline_start(common->timeout.seconds),
		.limit = common->timeout.seconds,
		.timeout_status = common->timeout.status,
		.family = common->ipv4   ? FAMILY_IPV4
			  : common->ipv6 ? FAMILY_IPV6
					 : FAMILY_ANY,
		.retries = common->retries,
		.now = moment_epoch(&common->at, session->report.time),
		.user_agent = text_format(session->arena, "%s/%s", session->plugin->name, SUITE_VERSION),
	};
}

static void judge_run(struct session *session)
{
	session->report.status = findings_status(session->report.findings);
	session->report.exit_code = session->common.exit_ok ? STATUS_OK : (int)session->report.status;
}

/* Beside the normal output; if that fails, it is a finding of its own. */
static void write_output_file(struct session *session, struct findings *findings)
{
	const char *text, *wrong;

	if (session->common.output_file == NULL)
		return;
	text = report_render(&session->report, common_options_file_format(&session->common), session->arena);
	wrong = output_file_write(session->common.output_file, text, 0644, session->arena);
	if (wrong == NULL)
		return;
	finding_set(finding_add(findings, "output_file", "--output-file"), STATUS_WARNING, CAUSE_STATE_FILE, "%s",
		    wrong);
	judge_run(session);
}

static bool has_time(const struct findings *findings)
{
	for (const struct finding *finding = findings->roots; finding != NULL; finding = finding_following(finding))
		for (const struct measure *measure = finding->measures; measure != NULL; measure = measure->next)
			if (measure->name == MEASURE_TIME && measure->object == NULL)
				return true;
	return false;
}

/* Every run has the perfdata time: where a check measured its objects only, it is that of everything together. */
static void measure_run(struct findings *findings, double duration)
{
	struct finding *finding;

	if (has_time(findings))
		return;
	finding = finding_add(findings, "time", "time");
	finding_measure(finding, NULL, MEASURE_TIME, duration);
	finding_set(finding, STATUS_OK, CAUSE_NONE, "%.3f s for everything", duration);
}

static int run_check(struct session *session)
{
	struct run run = start_run(session);

	prepare_last_words(session);
	arm_watchdog(session);
	session->plugin->check(session->plugin->config, &run);
	session->report.findings = run.findings;
	session->report.duration = deadline_elapsed(&run.deadline);
	if (run.findings->roots == NULL)
		finding_set(finding_add(run.findings, "nothing", session->report.target), STATUS_UNKNOWN, CAUSE_NONE,
			    "nothing was checked");
	measure_run(run.findings, session->report.duration);
	judge_run(session);
	write_output_file(session, run.findings);
	return print(session,
		     report_render(&session->report, (enum output_format)session->common.output_format, session->arena),
		     session->report.exit_code);
}

static const char *read_options(struct session *session, struct arguments *arguments)
{
	const char *wrong = extra_opts_expand(session->plugin->name, arguments, session->arena);

	if (wrong == NULL)
		wrong = options_parse(&session->tables, arguments, session->arena);
	if (wrong != NULL || information(session) != NULL)
		return wrong;
	wrong = common_options_reject(&session->common);
	if (wrong == NULL && session->plugin->reject != NULL)
		wrong = session->plugin->reject(session->plugin->config, session->arena);
	return wrong;
}

static int run_session(struct session *session, int argc, char **argv)
{
	struct arguments arguments = {.count = argc, .values = argv};
	const char *wrong = argc > 0 ? read_options(session, &arguments) : "no program name";
	const char *text;

	if (wrong != NULL)
		return usage_error(session, &arguments, wrong);
	text = information(session);
	if (text != NULL)
		return print(session, text, STATUS_UNKNOWN);
	session->report.target =
		text_safe(session->arena, session->plugin->target(session->plugin->config, session->arena));
	session->report.verbosity = session->common.verbose.times;
	return run_check(session);
}

int plugin_run(const struct plugin *plugin, int argc, char **argv)
{
	struct session session = {
		.plugin = plugin,
		.common = common_options_default(),
		.arena = arena_create(out_of_memory),
		.report = {.plugin = plugin->name,
			   .label = plugin->label,
			   .version = SUITE_VERSION,
			   .time = time(NULL)},
	};
	int exit_code;

	if (session.arena == NULL) {
		fputs(out_of_memory, stdout);
		return STATUS_UNKNOWN;
	}
	session.tables.tables[session.tables.count++] = (struct option_table){
		.heading = plugin->heading,
		.rows = plugin->rows,
		.count = plugin->row_count,
		.config = plugin->config,
	};
	session.tables.tables[session.tables.count++] = common_options_table(&session.common);
	session.mute = !process_settle();
	exit_code = run_session(&session, argc, argv);
	arena_last_words(session.arena, out_of_memory); /* the others lie in it */
	arena_destroy(session.arena);
	return process_leave(exit_code);
}
