/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gets the certificates of SCEP servers (GetCACert, RFC 8894 4.2.1), all at once, or of files. */
#ifndef PROBE_PROBE_CA_ANSWERS_H
#define PROBE_PROBE_CA_ANSWERS_H

#include "judge/ca_answer.h"
#include "net/http.h"

/*
 * Returns an array as long as endpoints, in the run's arena. state_folder: NULL, or where the last set is remembered.
 */
struct ca_answer *probe_ca_answers(const struct run *run, const struct http_options *options,
				   const struct http_endpoints *endpoints, const char *ca_identifier,
				   const char *state_folder);

/* One set made of all files. */
struct ca_answer *probe_ca_files(const struct run *run, const struct text_list *files);

/*
 * The certificates of a file, or of all files of a folder (one without any is skipped). Returns NULL or what is wrong.
 */
const char *probe_trust(const char *path, struct arena *arena, struct certificate_set *ret_set);

#endif
