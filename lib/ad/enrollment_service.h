/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enterprise CAs in the directory: class pKIEnrollmentService (MS-WCCE 2.2.2.11.2). */
#ifndef AD_ENROLLMENT_SERVICE_H
#define AD_ENROLLMENT_SERVICE_H

#include <stdbool.h>

#include "ad/security_descriptor.h"
#include "core/arena.h"
#include "core/entry.h"
#include "core/text.h"

/* Lifetime: the arena, and of what is as it came the entry. Texts are fit to print. */
struct enrollment_service {
	const char *cn;                    /* the DN where it is hidden */
	const char *display_name, *host;   /* host: dNSHostName; both NULL if absent */
	const char *dn;                    /* as it is in the directory */
	struct text_list templates;        /* cns of those that it publishes */
	const struct attribute *published; /* the same as they came; NULL: none, or hidden */
	const struct octets *certificates; /* DER, as they came */
	size_t certificate_count;
	bool has_descriptor;
	const char *descriptor_fault;
	struct security_descriptor descriptor;
};

extern const char *const enrollment_service_attributes[];

void enrollment_service_read(const struct entry *entry, struct arena *arena, struct enrollment_service *ret_service);

/* Does it publish the template of that cn (as it is in the directory, in any case: MS-WCCE 3.2.2.6.2.1.4.1)? */
bool enrollment_service_publishes(const struct enrollment_service *service, const char *cn);

#endif
