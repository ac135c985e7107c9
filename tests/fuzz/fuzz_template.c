/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Entries of a directory: an octet says which attribute, the next one how long its value is. The same entry is read as
 * a template, as a CA and as an account.
 */
#include "ad/account.h"
#include "ad/enrollment_service.h"
#include "ad/template.h"
#include "target.h"

enum { ATTRIBUTES_MAX = 64, VALUES_MAX = 32 };

struct sample {
	struct attribute attributes[ATTRIBUTES_MAX];
	struct octets values[ATTRIBUTES_MAX][VALUES_MAX];
	struct entry entry;
};

static void name_attributes(struct sample *sample, const char *const *names)
{
	for (; *names != NULL && sample->entry.count < ATTRIBUTES_MAX; names++) {
		size_t i = sample->entry.count++;

		sample->attributes[i] = (struct attribute){.name = *names, .values = sample->values[i]};
	}
}

static struct sample *sample_make(const uint8_t *bytes, size_t length, struct arena *arena)
{
	static const char *const more[] = {"tokenGroups", NULL};
	struct sample *sample = arena_allocate(arena, sizeof *sample);

	sample->entry = (struct entry){.dn = "", .attributes = sample->attributes};
	name_attributes(sample, template_attributes);
	name_attributes(sample, account_attributes);
	name_attributes(sample, enrollment_service_attributes);
	name_attributes(sample, more);
	while (length >= 2) {
		size_t which = bytes[0] % (sample->entry.count + 1), wanted = bytes[1];
		size_t size = wanted < length - 2 ? wanted : length - 2;
		const char *value = arena_copy(arena, bytes + 2, size);

		if (which == sample->entry.count)
			sample->entry.dn = value;
		else if (sample->attributes[which].count < VALUES_MAX)
			sample->values[which][sample->attributes[which].count++] =
				(struct octets){(const unsigned char *)value, size};
		bytes += 2 + size;
		length -= 2 + size;
	}
	return sample;
}

static void check_list(const struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		HOLDS(is_fit(list->items[i]));
}

static void check_text(const char *text)
{
	HOLDS(text == NULL || is_fit(text));
}

static void check_template(const struct entry *entry, struct arena *arena)
{
	struct template template;
	struct text_list purposes;

	template_read(entry, arena, &template);
	purposes = template_purposes(&template, arena);
	HOLDS(template.cn != NULL && template.schema >= 1);
	check_text(template.cn);
	check_text(template.display_name);
	check_text(template.oid);
	check_text(template.fault);
	check_text(template.descriptor_fault);
	check_text(template.asymmetric_algorithm);
	check_text(template.hash_algorithm);
	check_list(&template.providers);
	check_list(&template.ra_application_policies);
	check_list(&purposes);
	HOLDS(template.validity.seconds >= 0 && template.overlap.seconds >= 0);
	HOLDS(purposes.count != 0 || template_allows_purpose(&template, OID_CLIENT_AUTHENTICATION));
	for (size_t i = 0; i < purposes.count; i++)
		HOLDS(template_allows_purpose(&template, purposes.items[i]));
	HOLDS(template.flags.value >= 0 && template.flags.value <= UINT32_MAX);
	HOLDS(template.fault == NULL || *template.fault != 0);
}

static void check_account(const struct entry *entry, struct arena *arena)
{
	struct account account;

	account_read(entry, arena, &account);
	check_text(account.name);
	check_text(account.fault);
	check_text(account.membership_fault);
	check_text(account_display(&account, arena));
	check_list(&account.workstations);
	check_list(&account.service_principal_names);
	for (size_t i = 0; i < account.service_principal_names.count; i++)
		HOLDS(account_has_spn(&account, account.service_principal_names.items[i]));
	HOLDS(account_token(&account, arena).count >= 5);
	HOLDS(!account.password_set.unset || !account.password_set.never);
}

static void check_service(const struct entry *entry, struct arena *arena)
{
	struct enrollment_service service;

	enrollment_service_read(entry, arena, &service);
	check_text(service.cn);
	check_text(service.host);
	check_list(&service.templates);
	HOLDS((service.certificates != NULL) == (service.certificate_count != 0));
	enrollment_service_publishes(&service, "User");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct sample *sample = sample_make(bytes, length, arena);

	check_template(&sample->entry, arena);
	check_account(&sample->entry, arena);
	check_service(&sample->entry, arena);
	arena_destroy(arena);
	return 0;
}
