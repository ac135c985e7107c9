/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <sys/random.h>

#include "judge/judge_aia.h"
#include "pki/distribution_points.h"
#include "probe/crl_work.h"

enum { NONCE_LENGTH = 16 };

static bool is_http(const char *uri)
{
	return text_has_prefix(uri, "http://") || text_has_prefix(uri, "https://");
}

/* Why a place can't be checked whose scheme is not asked. */
static const char *why_unasked(const char *uri)
{
	return text_has_prefix(uri, "file:") || text_has_prefix(uri, "//") || text_has_prefix(uri, "\\\\")
		       ? "a file or a share, which only Windows hosts of the domain reach"
		       : "its scheme is none of http, https, ldap and ldaps";
}

void crl_work_access(struct crl_work *work, const char *uri, struct access *access)
{
	struct http_endpoint *endpoint;

	if (is_http(uri)) {
		endpoint = arena_allocate(work->arena, sizeof *endpoint);
		access->why = http_endpoint_read(uri, work->arena, endpoint);
		access->kind = access->why == NULL ? ACCESS_HTTP : ACCESS_BROKEN;
		access->endpoint = access->why == NULL ? endpoint : NULL;
	} else if (text_has_prefix(uri, "ldap://") || text_has_prefix(uri, "ldaps://")) {
		access->kind = ACCESS_LDAP;
	} else {
		access->kind = ACCESS_UNCHECKABLE;
		access->why = why_unasked(uri);
	}
}

const char *crl_work_shown(struct arena *arena, const char *uri)
{
	return *uri != 0 ? text_safe(arena, uri) : "(an empty URI)";
}

/* OCSP is spoken by http alone (RFC 6960, appendix A). */
static void access_of_responder(struct crl_work *work, const char *uri, struct access *access)
{
	if (is_http(uri)) {
		crl_work_access(work, uri, access);
		return;
	}
	access->kind = ACCESS_UNCHECKABLE;
	access->why = "a responder is asked by http or https, and this is neither";
}

/* ldap:///DN?certificateRevocationList?base, everything but letters and digits percent-encoded (RFC 4516 2.1). */
static const char *directory_url(const char *name, struct arena *arena)
{
	struct text_buffer url = {.arena = arena};

	text_append(&url, "ldap:///");
	for (; *name != 0; name++)
		text_append(&url, isalnum((unsigned char)*name) ? "%c" : "%%%02X", (unsigned char)*name);
	text_append(&url, "?certificateRevocationList?base");
	return text_of(&url);
}

/* A URI that several points have in common is one place. */
static void want_uri(const struct crl_work *work, struct crl_wanted *wanted, const char *uri,
		     const struct distribution_point *point)
{
	size_t size = wanted->uris.count * sizeof(const struct distribution_point *);

	for (size_t i = 0; i < wanted->uris.count; i++)
		if (strcmp(wanted->uris.items[i], uri) == 0)
			return;
	wanted->points =
		arena_grow(work->arena, wanted->points, size, size + sizeof(const struct distribution_point *));
	wanted->points[wanted->uris.count] = point;
	text_list_add(work->arena, &wanted->uris, uri);
}

static bool is_directory_name(const struct distribution_point *point)
{
	return point->uris.count == 0 && point->directory_name != NULL;
}

/* Is there a server to ask for entries that are named without one? */
static bool has_directory(const struct crl_work *work)
{
	return work->questions->ldap_host != NULL || work->questions->domain != NULL;
}

static const char *directory_label(const struct crl_work *work, const struct distribution_point *point)
{
	return text_format(work->arena, "directory name %s", point->directory_name);
}

static void want_point(const struct crl_work *work, struct crl_wanted *wanted, const struct distribution_point *point)
{
	for (size_t i = 0; i < point->uris.count; i++)
		want_uri(work, wanted, point->uris.items[i], point);
	if (is_directory_name(point))
		want_uri(work, wanted,
			 has_directory(work) ? directory_url(point->directory_name, work->arena)
					     : directory_label(work, point),
			 point);
}

/* Points that name their list by a directory name only. */
static void label_directories(const struct crl_work *work, const struct crl_list *list, const struct crl_wanted *wanted)
{
	for (size_t i = 0; list != NULL && i < list->count; i++) {
		struct list_place *place = &list->places[i];

		if (!is_directory_name(wanted->points[i]))
			continue;
		place->place.uri = directory_label(work, wanted->points[i]);
		if (!has_directory(work))
			place->access.why =
				"the point names a directory entry without a server; give --ldap-host or --domain";
	}
}

/* Its list is complete and the issuer's own: any such point is enough for a client (RFC 5280 4.2.1.13). */
static bool is_plain(const struct distribution_point *point)
{
	return !point->some_reasons && point->list_issuer == NULL;
}

/* The list of the point; that of the first plain point is the list of all of them. */
static struct crl_list *plan_point(struct crl_work *work, const struct certificate *certificate,
				   const struct distribution_points *points, size_t index)
{
	struct crl_wanted wanted = {.subject = certificate->issuer, .certificate = certificate};
	struct crl_list *list;

	for (size_t i = index; i < points->count; i++)
		if (i == index || (is_plain(&points->points[index]) && is_plain(&points->points[i])))
			want_point(work, &wanted, &points->points[i]);
	list = crl_work_want(work, &wanted);
	label_directories(work, list, &wanted);
	return list;
}

static void plan_points(struct crl_work *work, const struct certificate *certificate,
			const struct distribution_points *points)
{
	struct crl_wanted delta = {
		.subject = certificate->issuer,
		.delta = true,
		.certificate = certificate,
		.uris = points->freshest,
	};
	bool planned = false; /* the plain points */

	for (size_t i = 0; i < points->count; i++) {
		bool plain = is_plain(&points->points[i]);
		struct crl_list *list = plain && planned ? NULL : plan_point(work, certificate, points, i);

		planned |= plain;
		if (i == 0)
			delta.base = list;
	}
	if (points->count == 0)
		text_list_add(work->arena, &work->survey->silent, certificate_label(work->arena, certificate));
	crl_work_want(work, &delta);
}

static bool ocsp_is_planned(const struct crl_survey *survey, const char *uri, const struct certificate *certificate)
{
	for (size_t i = 0; i < survey->ocsp_count; i++)
		if (survey->ocsp[i].place.query.certificate == certificate &&
		    strcmp(survey->ocsp[i].access.uri, uri) == 0)
			return true;
	return false;
}

/* Random bytes that the answer must repeat, or leave out; absent if the kernel has none. */
static struct octets make_nonce(struct arena *arena)
{
	unsigned char *bytes = arena_allocate(arena, NONCE_LENGTH);
	bool good = getrandom(bytes, NONCE_LENGTH, GRND_NONBLOCK) == NONCE_LENGTH;

	return (struct octets){.bytes = good ? bytes : NULL, .length = good ? NONCE_LENGTH : 0};
}

static void plan_responders(struct crl_work *work, const struct certificate *certificate, const struct text_list *uris)
{
	struct crl_survey *survey = work->survey;
	int issuer = judge_aia_issuer(work->arena, &survey->candidates, certificate, work->run->now);

	for (size_t i = 0; issuer >= 0 && i < uris->count; i++) {
		struct ocsp_check *check = &survey->ocsp[survey->ocsp_count];

		if (ocsp_is_planned(survey, uris->items[i], certificate))
			continue;
		if (survey->ocsp_count == LISTS_MAX) {
			survey->left_out++;
			continue;
		}
		survey->ocsp_count++;
		check->place = (struct ocsp_place){
			.uri = crl_work_shown(work->arena, uris->items[i]),
			.object = text_format(work->arena, "ocsp%zu", survey->ocsp_count),
			.query = {.certificate = certificate,
				  .issuer = &survey->candidates.certificates[issuer],
				  .nonce = make_nonce(work->arena)},
		};
		check->access.uri = uris->items[i];
		access_of_responder(work, uris->items[i], &check->access);
	}
}

void crl_work_note_ocsp(struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	for (size_t i = 0; work->questions->ocsp && i < survey->certificates.count; i++) {
		const struct certificate *certificate = &survey->certificates.certificates[i];
		const char *label = certificate_label(work->arena, certificate);
		struct distribution_points points;

		if (certificate->self_signed || distribution_points_read(work->arena, certificate, &points) != NULL)
			continue;
		if (points.ocsp.count == 0)
			text_list_add(work->arena, &survey->no_ocsp, label);
		else if (!ocsp_is_planned(survey, points.ocsp.items[0], certificate))
			text_list_add(work->arena, &survey->no_issuer, label);
	}
}

void crl_work_plan_ocsp(struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	for (size_t i = 0; work->questions->ocsp && i < survey->certificates.count; i++) {
		const struct certificate *certificate = &survey->certificates.certificates[i];
		struct distribution_points points;

		if (!certificate->self_signed && distribution_points_read(work->arena, certificate, &points) == NULL)
			plan_responders(work, certificate, &points.ocsp);
	}
}

static void plan_certificate(struct crl_work *work, const struct certificate *certificate)
{
	struct distribution_points points;
	const char *wrong = distribution_points_read(work->arena, certificate, &points);

	if (wrong != NULL) {
		text_list_add(work->arena, &work->survey->unreadable,
			      text_format(work->arena, "%s: %s", certificate_label(work->arena, certificate), wrong));
		return;
	}
	work->survey->left_out += points.left_out;
	for (size_t i = 0; i < points.count; i++)
		work->survey->left_out += points.points[i].left_out;
	plan_points(work, certificate, &points);
	crl_work_plan_aia(work, certificate, &points.issuers);
}

static void plan_given(struct crl_work *work)
{
	const struct crl_questions *questions = work->questions;

	for (size_t i = 0; i < questions->urls.count; i++) {
		const struct crl_wanted wanted = {.subject = "given by URL",
						  .uris = {.items = &questions->urls.items[i], .count = 1}};
		struct crl_list *list = crl_work_want(work, &wanted);

		if (list != NULL)
			list->places[0].access.typed = true;
	}
	for (size_t i = 0; i < questions->files.count; i++)
		crl_work_want_file(work, questions->files.items[i]);
}

void crl_work_plan(struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	survey->lists = arena_allocate(work->arena, LISTS_MAX * sizeof *survey->lists);
	survey->aia = arena_allocate(work->arena, LISTS_MAX * sizeof *survey->aia);
	survey->ocsp = arena_allocate(work->arena, LISTS_MAX * sizeof *survey->ocsp);
	plan_given(work);
	for (size_t i = 0; i < survey->certificates.count; i++)
		if (!survey->certificates.certificates[i].self_signed)
			plan_certificate(work, &survey->certificates.certificates[i]);
	crl_work_plan_ocsp(work);
}

/* The delta list that a base list names, for all who name the base list. */
static void plan_delta(struct crl_work *work, struct crl_list *base, const struct crl_place *place)
{
	struct crl_wanted wanted = {
		.subject = base->subject,
		.delta = true,
		.base = base,
		.uris = place->crl.freshest,
	};

	for (size_t i = 0; i == 0 || i < place->namer_count; i++) {
		wanted.certificate = place->namer_count != 0 ? place->namers[i].certificate : NULL;
		crl_work_want(work, &wanted);
	}
}

void crl_work_plan_deltas(struct crl_work *work)
{
	size_t count = work->survey->list_count;

	for (size_t i = 0; i < count; i++) {
		struct crl_list *base = &work->survey->lists[i];

		for (size_t k = 0; k < base->count && !base->places[0].place.delta; k++) {
			const struct crl_place *place = &base->places[k].place;

			if (place->fetched && place->wrong == NULL && !place->crl.is_delta)
				plan_delta(work, base, place);
		}
	}
}
