/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ad/enrollment_service.h"

#include <string.h>
#include <strings.h>

#include "ad/ad_value.h"

const char *const enrollment_service_attributes[] = {
	"cn", "displayName", "dNSHostName", "certificateTemplates", "cACertificate", "nTSecurityDescriptor", NULL,
};

void enrollment_service_read(const struct entry *entry, struct arena *arena, struct enrollment_service *ret_service)
{
	struct enrollment_service service = {
		.cn = ad_text_read(entry, "cn", arena),
		.display_name = ad_text_read(entry, "displayName", arena),
		.host = ad_text_read(entry, "dNSHostName", arena),
		.dn = entry->dn,
		.templates = ad_texts_read(entry, "certificateTemplates", arena),
		.published = entry_attribute(entry, "certificateTemplates"),
		.certificates = entry_value(entry, "cACertificate"),
		.certificate_count = ad_value_count(entry_attribute(entry, "cACertificate")),
	};

	if (service.cn == NULL)
		service.cn = text_safe(arena, entry->dn);
	service.has_descriptor = ad_descriptor_read(entry, "nTSecurityDescriptor", arena, &service.descriptor_fault,
						    &service.descriptor);
	*ret_service = service;
}

/* Its values as they came: what is fit to print may have lost a letter. */
bool enrollment_service_publishes(const struct enrollment_service *service, const char *cn)
{
	for (size_t i = 0; cn != NULL && service->published != NULL && i < service->published->count; i++) {
		const struct octets *value = &service->published->values[i];

		if (value->length == strlen(cn) && strncasecmp((const char *)value->bytes, cn, value->length) == 0)
			return true;
	}
	return false;
}
