/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/certificate_roles.h"

#include <stdlib.h>
#include <string.h>

#include "pki/certificate_chain.h"

/*
 * Does one lead before other? Valid now, then the latest not_before, then the latest not_after; the fingerprint last,
 * so that the order of the set never decides.
 */
static bool leads(const struct certificate *one, const struct certificate *other, int64_t now)
{
	bool valid = certificate_valid_at(one, now);

	if (valid != certificate_valid_at(other, now))
		return valid;
	if (one->not_before != other->not_before)
		return one->not_before > other->not_before;
	if (one->not_after != other->not_after)
		return one->not_after > other->not_after;
	return certificate_compare(one, other) < 0;
}

/* Points of a certificate for something; the most win, less than 1 never does. */
typedef int rating(const struct certificate_set *set, const struct certificate *certificate, const void *context);

/* The index of the certificate with the most points; of several the one that leads; -1: none. */
static int best(const struct certificate_set *set, rating *rate, const void *context, int64_t now)
{
	int best_index = -1, best_points = 0;

	for (size_t i = 0; i < set->count; i++) {
		const struct certificate *certificate = &set->certificates[i];
		int points = rate(set, certificate, context);

		if (points < 1 || points < best_points)
			continue;
		if (points > best_points || leads(certificate, &set->certificates[best_index], now)) {
			best_index = (int)i;
			best_points = points;
		}
	}
	return best_index;
}

static int rate_encryption(const struct certificate_set *set, const struct certificate *certificate,
			   const void *context)
{
	(void)set;
	(void)context;
	if (certificate->is_ca)
		return 0;
	if (!certificate->has_key_usage)
		return certificate_has_template(certificate, TEMPLATE_SIGNING) ? 1 : 2;
	return certificate->key_usage & KEY_USAGE_KEY_ENCIPHERMENT    ? 4
	       : certificate->key_usage & KEY_USAGE_DATA_ENCIPHERMENT ? 3
								      : 0;
}

static int rate_signing(const struct certificate_set *set, const struct certificate *certificate, const void *context)
{
	(void)set;
	(void)context;
	if (certificate->is_ca)
		return 0;
	if (!certificate->has_key_usage)
		return certificate_has_template(certificate, TEMPLATE_ENCRYPTION) ? 1 : 2;
	return certificate->key_usage & KEY_USAGE_DIGITAL_SIGNATURE ? 3 : 0;
}

/* It issued no other CA of the set. A CA of the same name is the same one before or after its renewal. */
static bool is_lowest(const struct certificate_set *set, const struct certificate *certificate)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct certificate *other = &set->certificates[i];

		if (other->is_ca && certificate_names_issuer(other, certificate) &&
		    !octets_equal(other->subject_name, certificate->subject_name))
			return false;
	}
	return true;
}

/* The lowest first; of several one whose name a leading RA certificate has as its issuer. */
static int rate_ca(const struct certificate_set *set, const struct certificate *certificate, const void *context)
{
	const struct certificate_roles *roles = context;
	const int leading[] = {roles->signing, roles->encryption};
	int points = 1;

	if (!certificate->is_ca)
		return 0;
	if (is_lowest(set, certificate))
		points += 10;
	for (int i = 0; i < 2; i++)
		if (leading[i] >= 0 &&
		    octets_equal(set->certificates[leading[i]].issuer_name, certificate->subject_name))
			points++;
	return points;
}

/* Without RA certificates: the CA with the usage that the role wants; one without a key usage comes after it. */
static int rate_ca_usage(const struct certificate_set *set, const struct certificate *certificate, const void *context)
{
	const enum key_usage *usage = context;
	int points = is_lowest(set, certificate) ? 2 : 1;

	if (!certificate->is_ca)
		return 0;
	if (!certificate->has_key_usage)
		return points + 2;
	return certificate->key_usage & *usage ? points + 4 : points;
}

static void find_single(struct certificate_roles *roles, const struct certificate_set *set, int64_t now)
{
	const enum key_usage encipherment = KEY_USAGE_KEY_ENCIPHERMENT, signature = KEY_USAGE_DIGITAL_SIGNATURE;

	roles->single = set->count != 0;
	roles->encryption = best(set, rate_ca_usage, &encipherment, now);
	roles->signing = best(set, rate_ca_usage, &signature, now);
	roles->ca = roles->encryption;
}

static void find_pair(struct certificate_roles *roles, const struct certificate_set *set, int64_t now)
{
	roles->signing = best(set, rate_signing, NULL, now);
	roles->encryption = best(set, rate_encryption, NULL, now);
	roles->signing_missing = roles->signing < 0;
	roles->encryption_missing = roles->encryption < 0;
	roles->ca = best(set, rate_ca, roles, now);
	if (roles->signing_missing)
		roles->signing = roles->ca;
	if (roles->encryption_missing)
		roles->encryption = roles->ca;
}

static bool has_ra(const struct certificate_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (!set->certificates[i].is_ca)
			return true;
	return false;
}

/* A twin would have had the role if the leading certificate were not there: as good, but older. */
static enum certificate_role extra_role(const struct certificate_roles *roles, const struct certificate_set *set,
					int index)
{
	const struct certificate *all = set->certificates;
	int signing = rate_signing(set, &all[index], NULL), encryption = rate_encryption(set, &all[index], NULL);

	if (signing > 0 && !roles->signing_missing && signing == rate_signing(set, &all[roles->signing], NULL))
		return ROLE_SIGNING;
	if (encryption > 0 && !roles->encryption_missing &&
	    encryption == rate_encryption(set, &all[roles->encryption], NULL))
		return ROLE_ENCRYPTION;
	return ROLE_OTHER;
}

static int compare_extras(const void *left, const void *right, void *untyped)
{
	const struct certificate_set *set = untyped;
	const struct certificate_extra *one = left, *other = right;
	const struct certificate *a = &set->certificates[one->index], *b = &set->certificates[other->index];

	if (a->not_before != b->not_before)
		return a->not_before > b->not_before ? -1 : 1;
	return certificate_compare(a, b);
}

static void find_extras(struct certificate_roles *roles, const struct certificate_set *set, struct arena *arena)
{
	roles->extras = arena_allocate(arena, set->count * sizeof *roles->extras);
	for (int i = 0; i < (int)set->count; i++) {
		if (i == roles->ca || i == roles->signing || i == roles->encryption)
			continue;
		roles->extras[roles->extra_count++] =
			(struct certificate_extra){.index = i, .role = extra_role(roles, set, i)};
	}
	qsort_r(roles->extras, roles->extra_count, sizeof *roles->extras, compare_extras, (void *)set);
}

struct certificate_roles certificate_roles_find(struct arena *arena, const struct certificate_set *set, int64_t now)
{
	struct certificate_roles roles = {.ca = -1, .signing = -1, .encryption = -1};

	if (has_ra(set))
		find_pair(&roles, set, now);
	else
		find_single(&roles, set, now);
	find_extras(&roles, set, arena);
	return roles;
}
