/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a certificate says that its revocation lists, its issuer's certificate and its OCSP responder are (RFC 5280
 * 4.2.1.13, 4.2.1.15, 4.2.2.1), as plain facts.
 */
#ifndef PKI_DISTRIBUTION_POINTS_H
#define PKI_DISTRIBUTION_POINTS_H

#include "pki/certificate.h"

enum {
	DISTRIBUTION_POINTS_MAX = 32, /* points of an extension; more are left out */
	DISTRIBUTION_URIS_MAX = 64,   /* URIs of one point, or of one kind of access */
};

/* The names of one point are places of the same list; several points may hold different lists. */
struct distribution_point {
	struct text_list uris;      /* of the fullName, as uri_text() gives them: not fit to print */
	const char *directory_name; /* a fullName that is a DN, or issuer and nameRelativeToCRLIssuer joined, or, where
				     * there is no name, cRLIssuer; or NULL */
	const char *list_issuer;    /* cRLIssuer: who signs the list if it isn't the certificate's issuer; or NULL */
	bool some_reasons;          /* the list covers only some reasons */
	size_t left_out;            /* URIs beyond the caps; where there is nothing else, names of other kinds;
				     * 1 for a point without any name */
};

struct distribution_points {
	struct distribution_point *points; /* cRLDistributionPoints */
	size_t count;
	struct text_list freshest; /* freshestCRL: URIs of delta lists; as above */
	struct text_list issuers;  /* authority information access: caIssuers */
	struct text_list ocsp;
	size_t left_out; /* points and URIs beyond the caps, and names that are no URIs */
};

/*
 * Reads them from the certificate's DER. Returns NULL, or the sentence a person needs ("the CRL distribution points are
 * malformed"); an absent extension leaves its list empty.
 */
const char *distribution_points_read(struct arena *arena, const struct certificate *certificate,
				     struct distribution_points *ret_points);

#endif
