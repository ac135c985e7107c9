/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/name.h"

#include "core/text.h"

enum {
	NAME_STRINGS = ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_QUOTE | ASN1_STRFLGS_UTF8_CONVERT |
		       ASN1_STRFLGS_DUMP_UNKNOWN | ASN1_STRFLGS_DUMP_DER,
	NAME_PARTS = XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_DN_REV | XN_FLAG_FN_SN,
};

const char *name_text_or_null(struct arena *arena, const X509_NAME *name)
{
	autofree(BIO) *memory = BIO_new(BIO_s_mem());
	char *bytes;
	long length;

	if (memory == NULL)
		arena_exhausted(arena);
	if (X509_NAME_print_ex(memory, name, 0, NAME_STRINGS | NAME_PARTS) < 0) {
		openssl_settle(arena);
		return NULL;
	}
	length = BIO_get_mem_data(memory, &bytes);
	return length > 0 ? text_foreign(arena, bytes, (size_t)length, TEXT_FOREIGN_MAX) : "(empty name)";
}

const char *name_text(struct arena *arena, const X509_NAME *name)
{
	const char *text = name_text_or_null(arena, name);

	return text != NULL ? text : "(unreadable name)";
}
