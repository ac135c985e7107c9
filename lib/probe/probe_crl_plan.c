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

static void access_of(struct crl_work *work, const char *uri, struct access *access)
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

/* What people see of a URI. */
static const char *uri_shown(struct arena *arena, const char *uri)
{
	return *uri != 0 ? text_safe(arena, uri) : "(an empty URI)";
}

/* OCSP is spoken by http alone (RFC 6960, appendix A). */
static void access_of_responder(struct crl_work *work, const char *uri, struct access *access)
{
	if (is_http(uri)) {
		access_of(work, uri, access);
		return;
	}
	access->kind = ACCESS_UNCHECKABLE;
	access->why = "a responder is asked by http or https, and this is neither";
}

static struct crl_list *list_add(struct crl_work *work, const char *subject, bool delta, size_t count)
{
	struct crl_survey *survey = work->survey;
	struct crl_list *list = &survey->lists[survey->list_count];

	if (survey->list_count == LISTS_MAX) {
		survey->left_out++;
		return NULL;
	}
	survey->list_count++;
	*list = (struct crl_list){
		.id = text_format(work->arena, "list%zu", survey->list_count),
		.subject = subject,
		.title = delta ? "delta CRL" : "CRL",
		.places = arena_allocate(work->arena, (count + 1) * sizeof *list->places),
	};
	return list;
}

/* The number of its base list's first place, so that it stays the same while another base list is dead. */
static const char *delta_label(struct crl_work *work, const struct crl_list *list)
{
	bool named = list->base != NULL && !list->base->places[0].place.delta;
	const char *base = named ? list->base->places[0].place.object + strlen("crl")
				 : text_format(work->arena, "%u", ++work->crl_number);

	if (list->count == 1)
		return text_format(work->arena, "delta%s", base);
	return text_format(work->arena, "delta%s_%zu", base, list->count);
}

static struct list_place *place_add(struct crl_work *work, struct crl_list *list, const char *uri, bool delta)
{
	struct list_place *place = &list->places[list->count++];

	place->place = (struct crl_place){
		.uri = uri_shown(work->arena, uri),
		.object = delta ? delta_label(work, list) : text_format(work->arena, "crl%u", ++work->crl_number),
		.delta = delta,
		.signer = -1,
		.issuer = -1,
	};
	place->access.uri = uri;
	access_of(work, uri, &place->access);
	if (place->access.endpoint != NULL)
		place->place.uri = place->access.endpoint->display; /* without a login */
	return place;
}

/* Is there a list with that place, for certificates of the same kind (a CA's and a user's are not covered alike)? */
static struct crl_list *list_with(const struct crl_survey *survey, const char *uri,
				  const struct certificate *certificate)
{
	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++) {
			const struct list_place *place = &survey->lists[i].places[k];
			const struct certificate *named_by = place->place.certificate;

			if (strcmp(place->access.uri, uri) == 0 &&
			    (named_by == NULL || certificate == NULL || named_by->is_ca == certificate->is_ca))
				return &survey->lists[i];
		}
	return NULL;
}

/* A list for those URIs; NULL if all of them are known already, or there is no room. */
static struct crl_list *plan_uris(struct crl_work *work, const struct text_list *uris, const char *subject, bool delta,
				  const struct crl_list *base, const struct certificate *certificate)
{
	struct crl_list *list = NULL;
	size_t known = 0;

	for (size_t i = 0; i < uris->count; i++)
		known += list_with(work->survey, uris->items[i], certificate) != NULL;
	if (known == uris->count)
		return NULL;
	list = list_add(work, subject, delta, uris->count);
	if (list != NULL)
		list->base = base;
	for (size_t i = 0; list != NULL && i < uris->count; i++)
		place_add(work, list, uris->items[i], delta);
	return list;
}

static void name_certificate(struct crl_list *list, const struct certificate *certificate,
			     const struct distribution_point *point)
{
	for (size_t i = 0; list != NULL && i < list->count; i++) {
		list->places[i].place.certificate = certificate;
		list->places[i].place.point = point;
	}
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

/* A point that names its list by a directory name only. */
static void plan_directory_name(struct crl_work *work, const struct certificate *certificate,
				const struct distribution_point *point)
{
	struct crl_list *list = list_add(work, certificate->issuer, false, 1);
	struct list_place *place;

	if (list == NULL)
		return;
	if (work->questions->ldap_host == NULL && work->questions->domain == NULL) {
		place = place_add(work, list, text_format(work->arena, "directory name %s", point->directory_name),
				  false);
		place->access.why = "the point names a directory entry without a server; give --ldap-host or --domain";
	} else {
		place = place_add(work, list, directory_url(point->directory_name, work->arena), false);
	}
	place->place.uri = text_format(work->arena, "directory name %s", point->directory_name);
	name_certificate(list, certificate, point);
}

static void plan_points(struct crl_work *work, const struct certificate *certificate,
			const struct distribution_points *points)
{
	struct crl_list *delta, *base = NULL;

	for (size_t i = 0; i < points->count; i++) {
		const struct distribution_point *point = &points->points[i];

		if (point->uris.count != 0)
			name_certificate(plan_uris(work, &point->uris, certificate->issuer, false, NULL, certificate),
					 certificate, point);
		else if (point->directory_name != NULL)
			plan_directory_name(work, certificate, point);
	}
	if (points->count == 0)
		text_list_add(work->arena, &work->survey->silent, certificate_label(work->arena, certificate));
	if (points->count != 0 && points->points[0].uris.count != 0)
		base = list_with(work->survey, points->points[0].uris.items[0], certificate);
	delta = plan_uris(work, &points->freshest, certificate->issuer, true, base, certificate);
	name_certificate(delta, certificate, NULL);
}

static void plan_aia(struct crl_work *work, const struct certificate *certificate, const struct text_list *uris)
{
	struct crl_survey *survey = work->survey;
	bool wanted = work->questions->aia ||
		      judge_aia_issuer(work->arena, &survey->candidates, certificate, work->run->now) < 0;

	for (size_t i = 0; wanted && i < uris->count; i++) {
		struct aia_check *check = &survey->aia[survey->aia_count];
		bool known = false;

		for (size_t k = 0; k < survey->aia_count; k++)
			known |= strcmp(survey->aia[k].access.uri, uris->items[i]) == 0;
		survey->left_out += !known && survey->aia_count == LISTS_MAX;
		if (known || survey->aia_count == LISTS_MAX)
			continue;
		survey->aia_count++;
		check->place = (struct aia_place){
			.uri = uri_shown(work->arena, uris->items[i]),
			.object = text_format(work->arena, "aia%zu", survey->aia_count),
			.certificate = certificate,
			.known = &survey->candidates,
		};
		check->access.uri = uris->items[i];
		access_of(work, uris->items[i], &check->access);
	}
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
			.uri = uri_shown(work->arena, uris->items[i]),
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
	plan_aia(work, certificate, &points.issuers);
}

void crl_work_plan(struct crl_work *work)
{
	const struct crl_questions *questions = work->questions;
	struct crl_survey *survey = work->survey;

	survey->lists = arena_allocate(work->arena, LISTS_MAX * sizeof *survey->lists);
	survey->aia = arena_allocate(work->arena, LISTS_MAX * sizeof *survey->aia);
	survey->ocsp = arena_allocate(work->arena, LISTS_MAX * sizeof *survey->ocsp);
	for (size_t i = 0; i < questions->urls.count; i++) {
		struct text_list one = {.items = &questions->urls.items[i], .count = 1};
		struct crl_list *list;

		list = plan_uris(work, &one, "given by URL", false, NULL, NULL);
		if (list != NULL) {
			list->places[0].access.typed = true;
			list->places[0].place.any_kind = true;
		}
	}
	for (size_t i = 0; i < questions->files.count; i++) {
		struct crl_list *list = list_add(work, "given as a file", false, 1);

		if (list != NULL) {
			place_add(work, list, questions->files.items[i], false)->access.kind = ACCESS_LOCAL;
			list->places[0].place.any_kind = true;
		}
	}
	for (size_t i = 0; i < survey->certificates.count; i++)
		if (!survey->certificates.certificates[i].self_signed)
			plan_certificate(work, &survey->certificates.certificates[i]);
	crl_work_plan_ocsp(work);
}

void crl_work_plan_deltas(struct crl_work *work)
{
	size_t count = work->survey->list_count;

	for (size_t i = 0; i < count; i++) {
		struct crl_list *base = &work->survey->lists[i], *delta = NULL;

		for (size_t k = 0; k < base->count && delta == NULL; k++)
			if (base->places[k].place.fetched && base->places[k].place.wrong == NULL)
				delta = plan_uris(work, &base->places[k].place.crl.freshest, base->subject, true, base,
						  base->places[k].place.certificate);
		if (delta == NULL)
			continue;
		name_certificate(delta, base->places[0].place.certificate, NULL);
	}
}
