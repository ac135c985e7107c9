/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/crl_intake.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_CHUNK = 256 * 1024 };

static void intake_begin(void *untyped)
{
	struct crl_intake *intake = untyped;
	struct crl discarded;

	if (intake->parser != NULL)
		crl_parser_finish(intake->parser, &discarded, NULL);
	intake->parser = crl_parser_create(intake->work->arena, &intake->options);
}

static bool intake_take(void *untyped, const void *bytes, size_t length)
{
	struct crl_intake *intake = untyped;

	return crl_parser_push(intake->parser, bytes, length);
}

void crl_intake_end(struct crl_intake *intake, bool whole)
{
	struct crl_place *place = &intake->place->place;
	struct crl crl;
	const char *wrong;

	if (intake->parser == NULL)
		return;
	wrong = crl_parser_finish(intake->parser, &crl, &place->fault);
	intake->parser = NULL;
	if (!whole)
		return;
	place->fetched = true;
	place->wrong = wrong;
	if (wrong == NULL)
		place->crl = crl;
}

/* The given ones, and with --revoked those of all certificates: a list may be about any of them. */
void crl_intake_choose_serials(struct crl_work *work)
{
	const struct crl_questions *questions = work->questions;
	const struct certificate_set *set = &work->survey->certificates;
	size_t given = questions->serial_texts.count, count = 0;

	work->serials = arena_allocate(work->arena, (given + set->count + 1) * sizeof *work->serials);
	work->serial_issuers = arena_allocate(work->arena, (given + set->count + 1) * sizeof *work->serial_issuers);
	work->serial_owners =
		arena_allocate(work->arena, (given + set->count + 1) * sizeof(const struct certificate *));
	for (size_t i = 0; i < given; i++) {
		work->serials[count++] = questions->serials[i];
		text_list_add(work->arena, &work->serial_names, questions->serial_texts.items[i]);
	}
	for (size_t i = 0; questions->revoked && i < set->count; i++) {
		const struct certificate *certificate = &set->certificates[i];

		if (crl_serial_parse(work->arena, certificate->serial, &work->serials[count]) != NULL)
			continue;
		work->serial_issuers[count] = certificate->issuer_name;
		work->serial_owners[count++] = certificate;
		text_list_add(work->arena, &work->serial_names, certificate_label(work->arena, certificate));
	}
}

void crl_intake_prepare(struct crl_intake *intake, struct crl_work *work, struct list_place *place)
{
	*intake = (struct crl_intake){
		.work = work,
		.place = place,
		.options = {.max_size = work->questions->max_size,
			    .header_only = work->questions->quick,
			    .serials = work->serials,
			    .issuers = work->serial_issuers,
			    .serial_count = work->serial_names.count},
		.sink = {.context = intake, .begin = intake_begin, .take = intake_take},
	};
	place->place.serial_names = work->serial_names;
	place->place.serial_owners = work->serial_owners;
}

void crl_intake_read_file(struct crl_intake *intake)
{
	struct access *access = &intake->place->access;
	int descriptor = open(access->uri, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	void *chunk = arena_allocate(intake->work->arena, FILE_CHUNK);
	struct stat status;
	ssize_t length = 0;

	if (descriptor < 0 || fstat(descriptor, &status) != 0) {
		access->why = strerror(errno);
	} else if (!S_ISREG(status.st_mode)) {
		access->why = "not a regular file";
	} else {
		intake_begin(intake);
		while ((length = read(descriptor, chunk, FILE_CHUNK)) > 0 && intake_take(intake, chunk, (size_t)length))
			;
		if (length < 0)
			access->why = strerror(errno);
		crl_intake_end(intake, length >= 0);
	}
	if (descriptor >= 0)
		close(descriptor);
}

/* Of several values the first is taken: an entry of AD CS holds one. */
void crl_intake_read_directory(struct crl_intake *intake)
{
	const struct ldap_answer *answer = &intake->place->access.ldap;

	if (answer->outcome != LDAP_OUTCOME_READ)
		return;
	intake_begin(intake);
	intake_take(intake, answer->values[0].octets, answer->values[0].length);
	crl_intake_end(intake, true);
}
