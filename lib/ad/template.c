/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/template.h"

#include <string.h>

#include "ad/ad_time.h"
#include "ad/template_properties.h"
#include "core/calendar.h"

const char *const template_attributes[] = {
	"cn",
	"displayName",
	"whenChanged",
	"flags",
	"revision",
	"nTSecurityDescriptor",
	"msPKI-Template-Schema-Version",
	"msPKI-Template-Minor-Revision",
	"msPKI-Cert-Template-OID",
	"msPKI-Certificate-Name-Flag",
	"msPKI-Enrollment-Flag",
	"msPKI-Private-Key-Flag",
	"msPKI-RA-Signature",
	"msPKI-RA-Application-Policies",
	"msPKI-Minimal-Key-Size",
	"msPKI-Certificate-Application-Policy",
	"msPKI-Certificate-Policy",
	"pKICriticalExtensions",
	"pKIDefaultCSPs",
	"pKIDefaultKeySpec",
	"pKIExpirationPeriod",
	"pKIExtendedKeyUsage",
	"pKIKeyUsage",
	"pKIOverlapPeriod",
	NULL,
};

/* The entry that is read, and where it goes. */
struct reading {
	const struct entry *entry;
	struct arena *arena;
	struct template *template;
};

static void names_read(const struct reading *reading)
{
	struct template *template = reading->template;
	const struct octets *cn = entry_value(reading->entry, "cn");

	template->dn = reading->entry->dn;
	template->exact_cn = cn != NULL ? (const char *)cn->bytes : NULL;
	template->cn = ad_text_read(reading->entry, "cn", reading->arena);
	if (template->cn == NULL)
		template->cn = text_safe(reading->arena, template->dn);
	template->display_name = ad_text_read(reading->entry, "displayName", reading->arena);
	template->oid = ad_text_read(reading->entry, "msPKI-Cert-Template-OID", reading->arena);
}

static void changed_read(const struct reading *reading)
{
	const struct octets *value = entry_value(reading->entry, "whenChanged");
	const char *wrong = value != NULL ? calendar_generalized(value, &reading->template->changed) : NULL;

	if (wrong != NULL)
		ad_fault(&reading->template->fault, reading->arena, "whenChanged", value, wrong);
}

static struct ad_number count_read(const struct reading *reading, const char *name)
{
	return ad_count_read(reading->entry, name, reading->arena, &reading->template->fault);
}

static struct ad_number flags_read(const struct reading *reading, const char *name)
{
	return ad_flags_read(reading->entry, name, reading->arena, &reading->template->fault);
}

static void numbers_read(const struct reading *reading)
{
	struct template *template = reading->template;
	struct ad_number schema = count_read(reading, "msPKI-Template-Schema-Version");

	template->schema = schema.known &&schema.value > 1 ? (unsigned)schema.value : 1;
	template->revision = count_read(reading, "revision");
	template->minor_revision = count_read(reading, "msPKI-Template-Minor-Revision");
	template->flags = flags_read(reading, "flags");
	template->name_flags = flags_read(reading, "msPKI-Certificate-Name-Flag");
	template->enrollment_flags = flags_read(reading, "msPKI-Enrollment-Flag");
	template->private_key_flags = flags_read(reading, "msPKI-Private-Key-Flag");
	template->ra_signatures = count_read(reading, "msPKI-RA-Signature");
	template->minimal_key_size = count_read(reading, "msPKI-Minimal-Key-Size");
	template->key_spec = count_read(reading, "pKIDefaultKeySpec");
}

static struct template_period period_read(const struct reading *reading, const char *name)
{
	const struct octets *value = entry_value(reading->entry, name);
	struct template_period period = {0};
	const char *wrong;

	if (value == NULL)
		return period;
	wrong = ad_time_period(value, &period.seconds);
	if (wrong != NULL)
		ad_binary_fault(&reading->template->fault, reading->arena, name, wrong);
	period.known = wrong == NULL;
	return period;
}

static void key_usage_read(const struct reading *reading)
{
	const struct octets *value = entry_value(reading->entry, "pKIKeyUsage");

	if (value == NULL)
		return;
	if (value->length == 0)
		ad_binary_fault(&reading->template->fault, reading->arena, "pKIKeyUsage", "is empty");
	reading->template->has_key_usage = value->length != 0;
	reading->template->key_usage = value->length != 0 ? value->bytes[0] : 0;
}

static struct text_list texts_read(const struct reading *reading, const char *name)
{
	return ad_texts_read(reading->entry, name, reading->arena);
}

/* MS-CRTD 2.23.1 and 2.23.2: from schema 3 on properties, but for templates of legacy providers. */
static bool has_properties(const struct template *template)
{
	return template->schema == 3 ||
	       (template->schema > 3 && !(template->private_key_flags.value & TEMPLATE_LEGACY_PROVIDER));
}

static void lists_read(const struct reading *reading)
{
	struct template *template = reading->template;

	template->extended_key_usages = texts_read(reading, "pKIExtendedKeyUsage");
	template->application_policies = texts_read(reading, "msPKI-Certificate-Application-Policy");
	template->certificate_policies = texts_read(reading, "msPKI-Certificate-Policy");
	template->critical_extensions = texts_read(reading, "pKICriticalExtensions");
	template->providers = template_providers(reading->entry, reading->arena);
	if (has_properties(template))
		template_properties_read(reading->entry, reading->arena, template);
	else
		template->ra_application_policies = texts_read(reading, "msPKI-RA-Application-Policies");
}

void template_read(const struct entry *entry, struct arena *arena, struct template *ret_template)
{
	const struct reading reading = {.entry = entry, .arena = arena, .template = ret_template};

	*ret_template = (struct template){0};
	names_read(&reading);
	changed_read(&reading);
	numbers_read(&reading);
	ret_template->validity = period_read(&reading, "pKIExpirationPeriod");
	ret_template->overlap = period_read(&reading, "pKIOverlapPeriod");
	key_usage_read(&reading);
	lists_read(&reading);
	ret_template->has_descriptor = ad_descriptor_read(entry, "nTSecurityDescriptor", arena,
							  &ret_template->descriptor_fault, &ret_template->descriptor);
}
