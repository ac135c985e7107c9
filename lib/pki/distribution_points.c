/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/distribution_points.h"

#include "pki/certificate_decode.h"
#include "pki/name.h"
#include "pki/uri.h"

DEFINE_AUTOFREE(CRL_DIST_POINTS, CRL_DIST_POINTS_free)
DEFINE_AUTOFREE(AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free)

/* Adds the name if it is a URI, and neither it nor the list is too long. */
static bool uri_add(struct arena *arena, const GENERAL_NAME *name, struct text_list *uris)
{
	const ASN1_STRING *string;
	const char *text;

	if (name->type != GEN_URI || uris->count == DISTRIBUTION_URIS_MAX)
		return false;
	string = name->d.uniformResourceIdentifier;
	text = uri_text(arena, (struct octets){ASN1_STRING_get0_data(string), (size_t)ASN1_STRING_length(string)});
	if (text != NULL)
		text_list_add(arena, uris, text);
	return text != NULL;
}

/* A name of another kind (an e-mail address) leads nowhere; that matters where nothing else is named. */
static void names_read(struct arena *arena, const GENERAL_NAMES *names, struct distribution_point *point)
{
	size_t others = 0;

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DIRNAME && point->directory_name == NULL)
			point->directory_name = name_text(arena, name->d.directoryName);
		else if (name->type != GEN_URI)
			others++;
		else if (!uri_add(arena, name, &point->uris))
			point->left_out++;
	}
	if (point->uris.count == 0 && point->directory_name == NULL)
		point->left_out += others;
}

/* The DN of the first directory name. */
static const X509_NAME *directory_name(const GENERAL_NAMES *names)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DIRNAME)
			return name->d.directoryName;
	}
	return NULL;
}

/* The name is relative to the cRLIssuer's, without one to the certificate's issuer (4.2.1.13). */
static void relative_read(struct arena *arena, DIST_POINT *source, const X509_NAME *issuer,
			  struct distribution_point *point)
{
	if (DIST_POINT_set_dpname(source->distpoint, (X509_NAME *)issuer) == 1 && source->distpoint->dpname != NULL)
		point->directory_name = name_text(arena, source->distpoint->dpname);
	else
		point->left_out++;
	openssl_settle(arena);
}

static struct distribution_point point_read(struct arena *arena, DIST_POINT *source, const X509_NAME *issuer)
{
	const X509_NAME *list_issuer = source->CRLissuer != NULL ? directory_name(source->CRLissuer) : NULL;
	struct distribution_point point = {.some_reasons = source->reasons != NULL};

	if (list_issuer != NULL)
		point.list_issuer = name_text(arena, list_issuer);
	if (source->distpoint == NULL)
		point.directory_name = point.list_issuer; /* the entry that holds the list (4.2.1.13) */
	else if (source->distpoint->type == 0)
		names_read(arena, source->distpoint->name.fullname, &point);
	else
		relative_read(arena, source, list_issuer != NULL ? list_issuer : issuer, &point);
	if (point.uris.count == 0 && point.directory_name == NULL && point.left_out == 0)
		point.left_out = 1; /* reasons alone, which must not be, or no name at all */
	return point;
}

/* true: absent, or there exactly once. */
static bool extension_fine(const X509 *x509, int kind)
{
	int first = X509_get_ext_by_NID(x509, kind, -1);

	return first < 0 || X509_get_ext_by_NID(x509, kind, first) < 0;
}

static bool points_read(struct arena *arena, const X509 *x509, struct distribution_points *points)
{
	autofree(CRL_DIST_POINTS) *sources = X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
	int count = sources != NULL ? sk_DIST_POINT_num(sources) : 0;

	if (sources == NULL)
		return X509_get_ext_by_NID(x509, NID_crl_distribution_points, -1) < 0;
	points->points = arena_allocate(arena, DISTRIBUTION_POINTS_MAX * sizeof *points->points);
	for (int i = 0; i < count; i++)
		if (points->count < DISTRIBUTION_POINTS_MAX)
			points->points[points->count++] =
				point_read(arena, sk_DIST_POINT_value(sources, i), X509_get_issuer_name(x509));
		else
			points->left_out++;
	return extension_fine(x509, NID_crl_distribution_points);
}

static bool freshest_read(struct arena *arena, const X509 *x509, struct distribution_points *points)
{
	autofree(CRL_DIST_POINTS) *sources = X509_get_ext_d2i(x509, NID_freshest_crl, NULL, NULL);

	if (sources == NULL)
		return X509_get_ext_by_NID(x509, NID_freshest_crl, -1) < 0;
	for (int i = 0; i < sk_DIST_POINT_num(sources); i++) {
		DIST_POINT_NAME *name = sk_DIST_POINT_value(sources, i)->distpoint;

		if (name == NULL || name->type != 0) {
			points->left_out++;
			continue;
		}
		for (int j = 0; j < sk_GENERAL_NAME_num(name->name.fullname); j++)
			if (!uri_add(arena, sk_GENERAL_NAME_value(name->name.fullname, j), &points->freshest))
				points->left_out++;
	}
	return extension_fine(x509, NID_freshest_crl);
}

static bool access_read(struct arena *arena, const X509 *x509, struct distribution_points *points)
{
	autofree(AUTHORITY_INFO_ACCESS) *sources = X509_get_ext_d2i(x509, NID_info_access, NULL, NULL);

	if (sources == NULL)
		return X509_get_ext_by_NID(x509, NID_info_access, -1) < 0;
	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(sources); i++) {
		const ACCESS_DESCRIPTION *source = sk_ACCESS_DESCRIPTION_value(sources, i);
		int method = OBJ_obj2nid(source->method);

		if (method != NID_ad_ca_issuers && method != NID_ad_OCSP)
			continue;
		if (!uri_add(arena, source->location, method == NID_ad_OCSP ? &points->ocsp : &points->issuers))
			points->left_out++;
	}
	return extension_fine(x509, NID_info_access);
}

const char *distribution_points_read(struct arena *arena, const struct certificate *certificate,
				     struct distribution_points *ret_points)
{
	autofree(X509) *x509 = certificate_x509(certificate);
	struct distribution_points points = {.count = 0};
	const char *wrong = NULL;

	if (x509 == NULL)
		wrong = "it can't be decoded as a certificate";
	else if (!points_read(arena, x509, &points))
		wrong = "the CRL distribution points are malformed";
	else if (!freshest_read(arena, x509, &points))
		wrong = "the freshest CRL extension is malformed";
	else if (!access_read(arena, x509, &points))
		wrong = "the authority information access is malformed";
	openssl_settle(arena);
	if (wrong == NULL)
		*ret_points = points;
	return wrong;
}
