/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe_ca_answers.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/cleanup.h"
#include "core/input_file.h"
#include "probe/certificate_memory.h"
#include "scep/scep_url.h"

enum { CERTIFICATES_MAX = 1024 * 1024, FOLDER_FILES_MAX = 2000 };

DEFINE_AUTOFREE(DIR, closedir)

static void remember(struct ca_answer *answer, const struct memory_place *place, struct arena *arena)
{
	if (answer->set.count != 0)
		answer->not_written = certificate_memory_write(place, &answer->set, (int64_t)time(NULL), arena);
	else if (!certificate_memory_read(place, arena, &answer->remembered, &answer->remembered_at))
		answer->remembered.count = 0;
}

static void read_answer(struct ca_answer *answer, struct arena *arena)
{
	const struct http_answer *http = &answer->http;

	if (http->outcome == HTTP_ANSWERED && http->status == 200)
		answer->wrong = certificate_set_parse(arena, http->body, http->length, &answer->set, &answer->fault);
	if (answer->wrong != NULL)
		answer->page = page_parse(http->body, http->length, arena);
}

struct ca_answer *probe_ca_answers(const struct run *run, const struct http_options *options,
				   const struct http_endpoints *endpoints, const char *ca_identifier,
				   const char *state_folder)
{
	struct ca_answer *answers = arena_allocate(run->arena, endpoints->count * sizeof *answers);
	struct http_request *requests = arena_allocate(run->arena, endpoints->count * sizeof *requests);
	struct memory_place place = {
		.folder = state_folder,
		.ca_identifier = strcmp(ca_identifier, "default") != 0 ? ca_identifier : NULL,
	};

	for (size_t i = 0; i < endpoints->count; i++)
		requests[i] = (struct http_request){
			.url = scep_url_operation(run->arena, endpoints->items[i].url, "GetCACert", ca_identifier),
			.body_max = CERTIFICATES_MAX,
		};
	http_fetch(run, options, requests, endpoints->count);
	for (size_t i = 0; i < endpoints->count; i++) {
		answers[i].endpoint = &endpoints->items[i];
		answers[i].name = endpoints->items[i].display;
		answers[i].http = requests[i].answer;
		read_answer(&answers[i], run->arena);
		place.endpoint = &endpoints->items[i];
		if (state_folder != NULL)
			remember(&answers[i], &place, run->arena);
	}
	return answers;
}

static const char *add_file(const char *path, struct arena *arena, struct ca_answer *answer)
{
	struct certificate_set set;
	unsigned char *bytes;
	size_t length;
	const char *wrong;

	answer->unreadable = input_file_read(path, CERTIFICATES_MAX, arena, &bytes, &length);
	if (answer->unreadable != NULL)
		return answer->unreadable;
	wrong = certificate_set_parse(arena, bytes, length, &set, &answer->fault);
	if (wrong == NULL)
		wrong = certificate_set_add(arena, &answer->set, &set);
	return wrong;
}

static const char *with_path(const char *wrong, const char *path, struct arena *arena)
{
	return wrong == NULL ? NULL : text_format(arena, "%s: %s", text_safe(arena, path), wrong);
}

struct ca_answer *probe_ca_files(const struct run *run, const struct text_list *files)
{
	struct ca_answer *answer = arena_allocate(run->arena, sizeof *answer);
	struct text_buffer names = {.arena = run->arena};
	double started = deadline_clock();

	for (size_t i = 0; i < files->count; i++) {
		text_append(&names, "%s%s", i != 0 ? ", " : "", files->items[i]);
		if (answer->wrong != NULL)
			continue;
		answer->wrong = add_file(files->items[i], run->arena, answer);
		if (files->count > 1) /* one is named by the subject already */
			answer->wrong = with_path(answer->wrong, files->items[i], run->arena);
	}
	if (answer->wrong != NULL)
		answer->set.count = 0;
	answer->name = text_safe(run->arena, text_of(&names));
	answer->http.total = deadline_clock() - started;
	return answer;
}

static const char *read_folder(const char *path, struct arena *arena, struct certificate_set *ret_set)
{
	autofree(DIR) *folder = opendir(path);
	struct ca_answer all = {0};
	struct dirent *entry;
	unsigned files = 0;

	if (folder == NULL)
		return text_format(arena, "%s: %s", text_safe(arena, path), strerror(errno));
	while ((entry = readdir(folder)) != NULL && files++ < FOLDER_FILES_MAX)
		if (entry->d_name[0] != '.')
			add_file(text_format(arena, "%s/%s", path, entry->d_name), arena, &all);
	*ret_set = all.set;
	return all.set.count != 0
		       ? NULL
		       : text_format(arena, "%s: no certificate in any of its files", text_safe(arena, path));
}

const char *probe_trust(const char *path, struct arena *arena, struct certificate_set *ret_set)
{
	struct ca_answer one = {0};
	struct stat status;
	const char *wrong;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return read_folder(path, arena, ret_set);
	wrong = with_path(add_file(path, arena, &one), path, arena);
	*ret_set = one.set;
	return wrong;
}
