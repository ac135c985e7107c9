/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of a run: whoever wants the same places shares a list, and each URI is asked once. */
#include <string.h>

#include "probe/crl_work.h"

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
static const char *delta_label(struct crl_work *work, const struct crl_list *list, struct crl_list *base)
{
	const char *number = base != NULL ? base->places[0].place.object + strlen("crl")
					  : text_format(work->arena, "%u", ++work->crl_number);
	size_t place = base != NULL ? ++base->delta_places : list->count;

	if (place == 1)
		return text_format(work->arena, "delta%s", number);
	return text_format(work->arena, "delta%s_%zu", number, place);
}

/* The place where that URI is asked; NULL: nowhere yet. A directory is asked for other attributes for a delta list. */
static const struct list_place *twin_find(const struct crl_survey *survey, const struct list_place *place)
{
	for (size_t i = 0; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++) {
			const struct list_place *other = &survey->lists[i].places[k];

			if (other != place && other->twin == NULL && other->access.kind == place->access.kind &&
			    (other->access.kind != ACCESS_LDAP || other->place.delta == place->place.delta) &&
			    strcmp(other->access.uri, place->access.uri) == 0)
				return other;
		}
	return NULL;
}

static struct list_place *place_add(struct crl_work *work, struct crl_list *list, const char *uri, bool delta,
				    struct crl_list *base)
{
	struct list_place *place = &list->places[list->count++];

	place->place = (struct crl_place){
		.uri = crl_work_shown(work->arena, uri),
		.object = delta ? delta_label(work, list, base) : text_format(work->arena, "crl%u", ++work->crl_number),
		.delta = delta,
		.signer = -1,
	};
	place->access.uri = uri;
	crl_work_access(work, uri, &place->access);
	if (place->access.endpoint != NULL)
		place->place.uri = place->access.endpoint->display; /* without a login */
	place->twin = twin_find(work->survey, place);
	return place;
}

static bool same_places(const struct crl_list *list, const struct text_list *uris)
{
	if (list->count != uris->count)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->places[i].access.uri, uris->items[i]) != 0)
			return false;
	return true;
}

/* A complete list that was given and read does not become a delta list because somebody takes it for one. */
static bool may_be(const struct crl_place *place, bool delta)
{
	bool read = place->fetched && place->wrong == NULL;

	return place->delta == delta || (place->any_kind && (!read || place->crl.is_delta == delta));
}

static bool is_wanted(const struct crl_list *list, const struct crl_wanted *wanted)
{
	const struct list_place *first = &list->places[0];

	return first->access.kind != ACCESS_LOCAL && may_be(&first->place, wanted->delta) &&
	       same_places(list, &wanted->uris);
}

static struct crl_list *list_find(const struct crl_survey *survey, const struct crl_wanted *wanted)
{
	for (size_t i = 0; i < survey->list_count; i++)
		if (is_wanted(&survey->lists[i], wanted))
			return &survey->lists[i];
	return NULL;
}

static struct crl_list *list_make(struct crl_work *work, const struct crl_wanted *wanted)
{
	struct crl_list *list = list_add(work, wanted->subject, wanted->delta, wanted->uris.count);

	for (size_t i = 0; list != NULL && i < wanted->uris.count; i++)
		place_add(work, list, wanted->uris.items[i], wanted->delta, wanted->base)->place.any_kind =
			wanted->certificate == NULL && wanted->base == NULL;
	return list;
}

static void add_namer(struct crl_work *work, struct crl_place *place, const struct certificate *certificate,
		      const struct distribution_point *point)
{
	size_t size = place->namer_count * sizeof *place->namers;

	for (size_t i = 0; i < place->namer_count; i++)
		if (place->namers[i].certificate == certificate && place->namers[i].point == point)
			return;
	place->namers = arena_grow(work->arena, place->namers, size, size + sizeof *place->namers);
	place->namers[place->namer_count++] =
		(struct crl_namer){.certificate = certificate, .point = point, .issuer = -1};
}

void crl_work_add_base(const struct crl_work *work, struct crl_list *list, struct crl_list *base)
{
	size_t size = list->base_count * sizeof(struct crl_list *);

	for (size_t i = 0; i < list->base_count; i++)
		if (list->bases[i] == base)
			return;
	list->bases = arena_grow(work->arena, list->bases, size, size + sizeof(struct crl_list *));
	list->bases[list->base_count++] = base;
}

/* What somebody names is no longer a list of any kind. */
static void settle_kind(struct crl_list *list, bool delta)
{
	list->title = delta ? "delta CRL" : "CRL";
	for (size_t i = 0; i < list->count; i++) {
		list->places[i].place.any_kind = false;
		list->places[i].place.delta = delta;
	}
}

struct crl_list *crl_work_want(struct crl_work *work, const struct crl_wanted *wanted)
{
	struct crl_list *list = list_find(work->survey, wanted);

	if (list == NULL && wanted->uris.count != 0)
		list = list_make(work, wanted);
	if (list == NULL)
		return NULL;
	if (wanted->certificate != NULL || wanted->base != NULL)
		settle_kind(list, wanted->delta);
	for (size_t i = 0; wanted->certificate != NULL && i < list->count; i++)
		add_namer(work, &list->places[i].place, wanted->certificate,
			  wanted->points != NULL ? wanted->points[i] : NULL);
	if (wanted->base != NULL)
		crl_work_add_base(work, list, wanted->base);
	return list;
}

void crl_work_want_file(struct crl_work *work, const char *path)
{
	struct crl_list *list = list_add(work, "given as a file", false, 1);
	struct list_place *place;

	if (list == NULL)
		return;
	place = &list->places[list->count++];
	place->place = (struct crl_place){
		.uri = text_safe(work->arena, path),
		.object = text_format(work->arena, "crl%u", ++work->crl_number),
		.any_kind = true,
		.signer = -1,
	};
	place->access = (struct access){.uri = path, .kind = ACCESS_LOCAL};
}
