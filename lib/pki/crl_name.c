/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>

#include "pki/crl_parser.h"
#include "pki/name.h"

/* RDNSequence of SETs of SEQUENCE { type, value }: OpenSSL takes BER too, we don't. */
static bool name_strict(struct octets name)
{
	struct der_cursor outside = der_cursor(name), parts, values, pair;
	struct der_element element;

	if (!der_next_is(&outside, DER_SEQUENCE, &element) || !der_done(&outside))
		return false;
	for (parts = der_cursor(element.content); !der_done(&parts);) {
		if (!der_next_is(&parts, DER_SET, &element) || element.content.length == 0)
			return false;
		for (values = der_cursor(element.content); !der_done(&values);) {
			if (!der_next_is(&values, DER_SEQUENCE, &element))
				return false;
			pair = der_cursor(element.content);
			if (!der_next_is(&pair, DER_OID, &element) || !der_next(&pair, &element) || !der_done(&pair))
				return false;
		}
	}
	return true;
}

const char *crl_name_text(struct arena *arena, struct octets octets)
{
	const unsigned char *end = octets.bytes;
	autofree(X509_NAME) *name = name_strict(octets) ? d2i_X509_NAME(NULL, &end, (long)octets.length) : NULL;

	if (name != NULL && end == octets.bytes + octets.length)
		return name_text_or_null(arena, name);
	openssl_settle(arena);
	return NULL;
}
