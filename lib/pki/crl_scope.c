/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IssuingDistributionPoint (RFC 5280 5.2.5) and CRLDistributionPoints (4.2.1.13, 5.2.6). */
#include "pki/crl_parser.h"
#include "pki/uri.h"

enum { TAG_URI = DER_CONTEXT | 6, TAG_DIRECTORY_NAME = DER_CONTEXT_CONSTRUCTED | 4 };

/* GeneralNames: its URIs; *others becomes true if there is anything else. */
static bool names_read(struct arena *arena, struct octets names, struct text_list *uris, bool *others)
{
	struct der_cursor cursor = der_cursor(names);
	struct der_element name;

	while (!der_done(&cursor)) {
		const char *text = NULL;

		if (!der_next(&cursor, &name))
			return false;
		if (name.tag == TAG_URI && uris->count < CRL_NAMES_MAX)
			text = uri_text(arena, name.content);
		if (text != NULL)
			text_list_add(arena, uris, text);
		else
			*others = true;
	}
	return true;
}

/* DistributionPointName: fullName [0] or nameRelativeToCRLIssuer [1]. */
static bool point_name_read(struct arena *arena, struct octets point_name, struct text_list *uris, bool *others)
{
	struct der_cursor cursor = der_cursor(point_name);
	struct der_element element;

	if (!der_next(&cursor, &element) || !der_done(&cursor))
		return false;
	if (element.tag == DER_CONTEXT_CONSTRUCTED)
		return names_read(arena, element.content, uris, others);
	*others = true;
	return element.tag == (DER_CONTEXT_CONSTRUCTED | 1);
}

/* One DistributionPoint: distributionPoint [0], reasons [1], cRLIssuer [2]. */
static bool point_read(struct arena *arena, struct octets point, struct text_list *uris)
{
	struct der_cursor cursor = der_cursor(point);
	struct der_element element;
	bool others = false;

	if (der_peek(&cursor) == DER_CONTEXT_CONSTRUCTED &&
	    (!der_next(&cursor, &element) || !point_name_read(arena, element.content, uris, &others)))
		return false;
	if (der_peek(&cursor) == (DER_CONTEXT | 1) && !der_next(&cursor, &element))
		return false;
	if (der_peek(&cursor) == (DER_CONTEXT_CONSTRUCTED | 2) && !der_next(&cursor, &element))
		return false;
	return der_done(&cursor);
}

bool crl_points_read(struct arena *arena, struct octets value, struct text_list *ret_uris)
{
	struct der_cursor outside = der_cursor(value), cursor;
	struct text_list uris = {.count = 0};
	struct der_element element;

	if (!der_next_is(&outside, DER_SEQUENCE, &element) || !der_done(&outside))
		return false;
	cursor = der_cursor(element.content);
	while (!der_done(&cursor))
		if (!der_next_is(&cursor, DER_SEQUENCE, &element) || !point_read(arena, element.content, &uris))
			return false;
	*ret_uris = uris;
	return true;
}

/* Fields [1] to [5]: each at most once, in their order. */
static bool flags_read(struct der_cursor *cursor, struct crl_scope *scope)
{
	bool *const flags[] = {&scope->only_user, &scope->only_ca, NULL, &scope->indirect, &scope->only_attribute};
	unsigned last = 0;

	while (!der_done(cursor)) {
		struct der_element element;
		unsigned field;

		if (!der_next(cursor, &element))
			return false;
		field = element.tag - DER_CONTEXT;
		if (element.tag < DER_CONTEXT || field <= last || field > 5)
			return false;
		if (field == 3)
			scope->only_some_reasons = true;
		else if (!der_boolean(element.content, flags[field - 1]))
			return false;
		last = field;
	}
	return true;
}

/* The first directory name of a fullName (4.2.1.6: [4], explicit), and whether there are names of other kinds. */
static void directory_name_read(struct arena *arena, struct octets point_name, struct crl_scope *scope)
{
	struct der_cursor outside = der_cursor(point_name), cursor;
	struct der_element element;

	if (!der_next_is(&outside, DER_CONTEXT_CONSTRUCTED, &element)) {
		scope->unread_names = true;
		return;
	}
	for (cursor = der_cursor(element.content); der_next(&cursor, &element);)
		if (element.tag == TAG_DIRECTORY_NAME && scope->directory_name == NULL)
			scope->directory_name = crl_name_text(arena, element.content);
		else if (element.tag != TAG_URI)
			scope->unread_names = true;
	if (scope->directory_name == NULL || scope->uris.count == CRL_NAMES_MAX)
		scope->unread_names = true;
}

bool crl_scope_read(struct arena *arena, struct octets value, struct crl_scope *scope)
{
	struct der_cursor outside = der_cursor(value), cursor;
	struct der_element element;

	if (!der_next_is(&outside, DER_SEQUENCE, &element) || !der_done(&outside))
		return false;
	scope->present = true;
	scope->whole = (struct octets){(unsigned char *)arena_copy(arena, value.bytes, value.length), value.length};
	cursor = der_cursor(element.content);
	if (der_peek(&cursor) == DER_CONTEXT_CONSTRUCTED &&
	    (!der_next(&cursor, &element) ||
	     !point_name_read(arena, element.content, &scope->uris, &scope->other_names)))
		return false;
	if (scope->other_names)
		directory_name_read(arena, element.content, scope);
	return flags_read(&cursor, scope);
}
