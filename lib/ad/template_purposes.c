/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a template's certificates are for. */
#include "ad/template.h"

#include <string.h>

#include "core/array.h"

static const struct {
	const char *oid, *name;
} names[] = {
	{OID_SERVER_AUTHENTICATION, "server authentication"},
	{OID_CLIENT_AUTHENTICATION, "client authentication"},
	{"1.3.6.1.5.5.7.3.3", "code signing"},
	{"1.3.6.1.5.5.7.3.4", "e-mail protection"},
	{"1.3.6.1.5.5.7.3.5", "IPsec end system"},
	{"1.3.6.1.5.5.7.3.6", "IPsec tunnel"},
	{"1.3.6.1.5.5.7.3.7", "IPsec user"},
	{"1.3.6.1.5.5.7.3.8", "time stamping"},
	{"1.3.6.1.5.5.7.3.9", "OCSP signing"},
	{"1.3.6.1.5.5.7.3.17", "IPsec IKE"},
	{OID_IPSEC_INTERMEDIATE, "IPsec IKE intermediate"},
	{OID_PKINIT_CLIENT, "PKINIT client authentication"},
	{"1.3.6.1.5.2.3.5", "KDC authentication"},
	{OID_SMART_CARD_LOGON, "smart card logon"},
	{OID_CERTIFICATE_REQUEST_AGENT, "certificate request agent"},
	{"1.3.6.1.4.1.311.10.3.1", "trust list signing"},
	{"1.3.6.1.4.1.311.10.3.4", "encrypting file system"},
	{"1.3.6.1.4.1.311.10.3.4.1", "file recovery"},
	{"1.3.6.1.4.1.311.10.3.10", "qualified subordination"},
	{"1.3.6.1.4.1.311.10.3.11", "key recovery"},
	{"1.3.6.1.4.1.311.10.3.12", "document signing"},
	{"1.3.6.1.4.1.311.21.5", "CA exchange (key archival)"},
	{"1.3.6.1.4.1.311.21.6", "key recovery agent"},
	{"1.3.6.1.4.1.311.21.19", "directory service e-mail replication"},
	{"1.3.6.1.4.1.311.54.1.2", "remote desktop authentication"},
	{OID_ANY_APPLICATION_POLICY, "any application policy"},
	{OID_ANY_PURPOSE, "any purpose"},
};

static bool list_has(const struct text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static bool list_has_all(const struct text_list *list, const struct text_list *wanted)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (!list_has(list, wanted->items[i]))
			return false;
	return true;
}

/* list has room for all of them. */
static void add_all(struct text_list *list, const struct text_list *added)
{
	for (size_t i = 0; i < added->count; i++)
		if (!list_has(list, added->items[i]))
			list->items[list->count++] = added->items[i];
}

/* Schema 1 does not know application policies (MS-CRTD 2.25). */
static bool has_application_policies(const struct template *template)
{
	return template->schema > 1;
}

struct text_list template_purposes(const struct template *template, struct arena *arena)
{
	size_t most = template->extended_key_usages.count + template->application_policies.count;
	struct text_list purposes = {.items = arena_allocate(arena, most * sizeof *purposes.items)};

	add_all(&purposes, &template->extended_key_usages);
	if (has_application_policies(template))
		add_all(&purposes, &template->application_policies);
	return purposes;
}

static bool has_purpose(const struct template *template, const char *oid)
{
	return list_has(&template->extended_key_usages, oid) ||
	       (has_application_policies(template) && list_has(&template->application_policies, oid));
}

bool template_allows_purpose(const struct template *template, const char *oid)
{
	bool none = template->extended_key_usages.count == 0 &&
		    (!has_application_policies(template) || template->application_policies.count == 0);

	return none || has_purpose(template, oid) || has_purpose(template, OID_ANY_PURPOSE) ||
	       has_purpose(template, OID_ANY_APPLICATION_POLICY);
}

bool template_purposes_differ(const struct template *template)
{
	return has_application_policies(template) &&
	       !(list_has_all(&template->extended_key_usages, &template->application_policies) &&
		 list_has_all(&template->application_policies, &template->extended_key_usages));
}

const char *oid_name(const char *oid)
{
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (strcmp(names[i].oid, oid) == 0)
			return names[i].name;
	return oid;
}
