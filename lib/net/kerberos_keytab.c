/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ticket from a keytab without kinit. SASL takes whatever ticket is the default of the process; that a keytab with
 * several keys is asked for one of them (a host's keytab, for HOST$) is why this is not left to KRB5_CLIENT_KTNAME.
 */
#include <krb5.h>
#include <stdio.h>
#include <stdlib.h>

#include "net/ldap_job.h"

#define CACHE "MEMORY:suite"

/* What is released together. */
struct work {
	krb5_context context;
	krb5_keytab keytab;
	krb5_principal principal;
	krb5_ccache cache;
	krb5_creds ticket;
};

static krb5_error_code first_principal(struct work *work)
{
	krb5_kt_cursor cursor;
	krb5_keytab_entry entry;
	krb5_error_code code = krb5_kt_start_seq_get(work->context, work->keytab, &cursor);

	if (code != 0)
		return code;
	code = krb5_kt_next_entry(work->context, work->keytab, &entry, &cursor);
	if (code == 0) {
		code = krb5_copy_principal(work->context, entry.principal, &work->principal);
		krb5_free_keytab_entry_contents(work->context, &entry);
	}
	krb5_kt_end_seq_get(work->context, work->keytab, &cursor);
	return code;
}

static krb5_error_code take(struct work *work, const char *keytab, const char *principal)
{
	krb5_error_code code = krb5_kt_resolve(work->context, keytab, &work->keytab);

	if (code == 0)
		code = principal != NULL ? krb5_parse_name(work->context, principal, &work->principal)
					 : first_principal(work);
	if (code == 0)
		code = krb5_get_init_creds_keytab(work->context, &work->ticket, work->principal, work->keytab, 0, NULL,
						  NULL);
	if (code == 0)
		code = krb5_cc_resolve(work->context, CACHE, &work->cache);
	if (code == 0)
		code = krb5_cc_initialize(work->context, work->cache, work->principal);
	if (code == 0)
		code = krb5_cc_store_cred(work->context, work->cache, &work->ticket);
	return code;
}

static void release(struct work *work)
{
	krb5_free_cred_contents(work->context, &work->ticket);
	if (work->cache != NULL)
		krb5_cc_close(work->context, work->cache);
	krb5_free_principal(work->context, work->principal);
	if (work->keytab != NULL)
		krb5_kt_close(work->context, work->keytab);
	krb5_free_context(work->context);
}

bool kerberos_take_keytab(const char *keytab, const char *principal, char *text, size_t size)
{
	struct work work = {0};
	krb5_error_code code = krb5_init_context(&work.context);
	const char *words;
	char *name = NULL;

	if (code != 0) {
		snprintf(text, size, "Kerberos can't be set up (error %d, see krb5.conf)", (int)code);
		return false;
	}
	code = take(&work, keytab, principal);
	if (code == 0 && krb5_unparse_name(work.context, work.principal, &name) == 0) {
		snprintf(text, size, "%s", name);
		krb5_free_unparsed_name(work.context, name);
	} else if (code != 0) {
		words = krb5_get_error_message(work.context, code);
		snprintf(text, size, "no ticket with the keytab %.120s: %.150s", keytab, words);
		krb5_free_error_message(work.context, words);
	}
	release(&work);
	return code == 0 && setenv("KRB5CCNAME", CACHE, 1) == 0;
}
