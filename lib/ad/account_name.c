/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account is called, and what is called after it. */
#include "ad/account.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"

/* The end of the first RDN: a comma that no backslash escapes (RFC 4514 2.4), or the end. */
static const char *rdn_end(const char *dn)
{
	while (*dn != 0 && *dn != ',')
		dn += dn[0] == '\\' && dn[1] != 0 ? 2 : 1;
	return dn;
}

const char *account_name_domain(const char *wanted, struct arena *arena)
{
	size_t end = strcspn(wanted, "/\\");

	return wanted[end] != 0 ? arena_copy(arena, wanted, end) : NULL;
}

const char *account_name_bare(const char *wanted)
{
	size_t end = strcspn(wanted, "/\\");

	return wanted[end] != 0 ? wanted + end + 1 : wanted;
}

/* Two hexadecimal digits; -1: they are none. */
static int octet_of(const char *text)
{
	int high = text_hex_digit(text[0]), low = high >= 0 ? text_hex_digit(text[1]) : -1;

	return low >= 0 ? high << 4 | low : -1;
}

const char *ad_name_of(const char *dn, struct arena *arena)
{
	struct text_buffer name = {.arena = arena};
	const char *end = rdn_end(dn), *equals = memchr(dn, '=', (size_t)(end - dn));

	if (equals == NULL)
		return text_safe(arena, dn);
	for (const char *text = equals + 1; text < end; text++) {
		int octet = *text == '\\' ? octet_of(text + 1) : -1;

		if (octet >= 0)
			text_append_bytes(&name, (const char[]){(char)octet}, 1);
		else if (*text != '\\' || text + 1 == end)
			text_append_bytes(&name, text, 1);
		else
			text_append_bytes(&name, text + 1, 1);
		text += octet >= 0 ? 2 : *text == '\\';
	}
	return text_foreign(arena, text_of(&name), name.length, TEXT_FOREIGN_MAX);
}

const char *ad_domain_of(const char *dn, struct arena *arena)
{
	struct text_buffer domain = {.arena = arena};

	for (const char *end = rdn_end(dn); *dn != 0; dn = *end != 0 ? end + 1 : end, end = rdn_end(dn)) {
		if (!text_has_prefix(dn, "DC=")) {
			domain = (struct text_buffer){.arena = arena};
			continue;
		}
		text_append(&domain, "%s%s", domain.length != 0 ? "." : "",
			    text_foreign(arena, dn + 3, (size_t)(end - dn - 3), TEXT_FOREIGN_MAX));
	}
	return text_of(&domain);
}

const char *account_display(const struct account *account, struct arena *arena)
{
	const char *domain = ad_domain_of(account->dn, arena);

	if (account->name != NULL && *domain != 0)
		return text_format(arena, "%s@%s", account->name, domain);
	if (account->name != NULL)
		return account->name;
	if (account->principal_name != NULL)
		return account->principal_name;
	return account->has_sid ? sid_text(arena, &account->sid) : text_safe(arena, account->dn);
}

/* The class of an SPN without its slash; 0 if it has none. */
static size_t class_length(const char *spn)
{
	const char *slash = strchr(spn, '/');

	return slash != NULL ? (size_t)(slash - spn) : 0;
}

/* sPNMappings of the directory: host=alerter,...,http,...,w3svc,...,www. Only those of a web server matter here. */
static bool host_stands_for(const char *spn)
{
	static const char *const classes[] = {"http", "www", "w3svc"};

	for (size_t i = 0; i < ARRAY_LENGTH(classes); i++)
		if (class_length(spn) == strlen(classes[i]) && text_has_prefix(spn, classes[i]))
			return true;
	return false;
}

bool account_has_spn(const struct account *account, const char *spn)
{
	const struct text_list *names = &account->service_principal_names;
	bool mapped = host_stands_for(spn);

	for (size_t i = 0; i < names->count; i++) {
		if (strcasecmp(names->items[i], spn) == 0)
			return true;
		if (mapped && text_has_prefix(names->items[i], "host/") &&
		    strcasecmp(names->items[i] + strlen("host"), spn + class_length(spn)) == 0)
			return true;
	}
	return false;
}
