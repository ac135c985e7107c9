/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificate templates (MS-CRTD). */
#ifndef AD_TEMPLATE_H
#define AD_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "ad/ad_value.h"
#include "ad/security_descriptor.h"
#include "core/arena.h"
#include "core/entry.h"
#include "core/text.h"

/* msPKI-Enrollment-Flag (MS-CRTD 2.26) */
enum template_enrollment_flags {
	TEMPLATE_PEND_ALL_REQUESTS = 0x2,
	TEMPLATE_PUBLISH_TO_DS = 0x8,
	TEMPLATE_AUTOENROLLMENT = 0x20,
	TEMPLATE_USER_INTERACTION = 0x100,
	TEMPLATE_NO_REVOCATION_INFORMATION = 0x4000,
	TEMPLATE_NO_SECURITY_EXTENSION = 0x80000,
};

/* msPKI-Certificate-Name-Flag (MS-CRTD 2.28) */
enum template_name_flags {
	TEMPLATE_SUPPLIES_SUBJECT = 0x1,
	TEMPLATE_OLD_SUPPLIES_SUBJECT = 0x8,
	TEMPLATE_SUPPLIES_ALTERNATIVE_NAME = 0x10000,
};
/* the CA builds subject or alternative name from the directory */
#define TEMPLATE_SUBJECT_FROM_DIRECTORY 0xFFC00000U

/* msPKI-Private-Key-Flag (MS-CRTD 2.27) */
enum template_private_key_flags {
	TEMPLATE_ARCHIVAL_REQUIRED = 0x1,
	TEMPLATE_EXPORTABLE = 0x10,
	TEMPLATE_ALTERNATE_SIGNATURE = 0x40,
	TEMPLATE_LEGACY_PROVIDER = 0x100,
	TEMPLATE_ATTESTATION_PREFERRED = 0x1000,
	TEMPLATE_ATTESTATION_REQUIRED = 0x2000,
};

/* flags (MS-CRTD 2.4) */
enum template_flags {
	TEMPLATE_MACHINE_TYPE = 0x40,
	TEMPLATE_CA_TYPE = 0x80,
	TEMPLATE_CROSS_CA = 0x800,
};

/* pKIKeyUsage, first octet (MS-CRTD 2.13) */
enum template_key_usage {
	TEMPLATE_DIGITAL_SIGNATURE = 0x80,
	TEMPLATE_NON_REPUDIATION = 0x40,
	TEMPLATE_KEY_ENCIPHERMENT = 0x20,
};

#define OID_CLIENT_AUTHENTICATION "1.3.6.1.5.5.7.3.2"
#define OID_SERVER_AUTHENTICATION "1.3.6.1.5.5.7.3.1"
#define OID_IPSEC_INTERMEDIATE "1.3.6.1.5.5.8.2.2"
#define OID_PKINIT_CLIENT "1.3.6.1.5.2.3.4"
#define OID_SMART_CARD_LOGON "1.3.6.1.4.1.311.20.2.2"
#define OID_CERTIFICATE_REQUEST_AGENT "1.3.6.1.4.1.311.20.2.1"
#define OID_ANY_PURPOSE "2.5.29.37.0"
#define OID_ANY_APPLICATION_POLICY "1.3.6.1.4.1.311.10.12.1" /* what Windows writes for it in application policies */

/* A period of time; known is false where the attribute is absent. Seconds. */
struct template_period {
	bool known;
	int64_t seconds;
};

/* Lifetime: the arena. Texts are fit to print, but for dn and exact_cn, which are as they are in the directory. */
struct template
{
	const char *cn, *display_name; /* display_name: NULL if it has none. cn: the DN where the cn is hidden */
	const char *dn, *exact_cn;     /* exact_cn: NULL if hidden */
	const char *oid;               /* msPKI-Cert-Template-OID; NULL */
	const char *fault;             /* the first attribute that can't be read, a whole sentence; NULL: none */
	int64_t changed;               /* whenChanged, epoch; 0: unknown */
	unsigned schema;               /* msPKI-Template-Schema-Version; 1 if absent (or a fault) */
	struct ad_number revision, minor_revision;
	struct ad_number flags, name_flags, enrollment_flags, private_key_flags; /* as unsigned 32 bits */
	struct ad_number ra_signatures, minimal_key_size, key_spec;
	struct template_period validity, overlap;
	bool has_key_usage;
	uint8_t key_usage;                     /* its first octet */
	struct text_list extended_key_usages;  /* pKIExtendedKeyUsage */
	struct text_list application_policies; /* msPKI-Certificate-Application-Policy */
	struct text_list
		ra_application_policies;       /* OIDs: of the list, or of the property msPKI-RA-Application-Policies */
	struct text_list certificate_policies; /* msPKI-Certificate-Policy */
	struct text_list critical_extensions;
	struct text_list providers;                        /* pKIDefaultCSPs in their order, without their numbers */
	const char *asymmetric_algorithm, *hash_algorithm; /* of the property string; NULL: not said */
	bool has_descriptor;                               /* nTSecurityDescriptor came */
	const char *descriptor_fault; /* why it can't be read, fit to follow "the security descriptor"; NULL: it can */
	struct security_descriptor descriptor; /* if has_descriptor and no fault */
};

/* The attributes to ask for, NULL-terminated; nTSecurityDescriptor wants the control for SD flags 7. */
extern const char *const template_attributes[];

/* Reads an entry of class pKICertificateTemplate. Never fails: what can't be read is fault. */
void template_read(const struct entry *entry, struct arena *arena, struct template *ret_template);

/*
 * The purposes that count when a certificate is issued: schema 1 only pKIExtendedKeyUsage, later both lists together
 * (ad.md, chapter 6). Empty: any purpose.
 */
struct text_list template_purposes(const struct template *template, struct arena *arena);

/* The purpose is among them; true too for templates without purposes or with "any purpose" (either OID). */
bool template_allows_purpose(const struct template *template, const char *oid);

/* true if later schemas' two lists are different sets. */
bool template_purposes_differ(const struct template *template);

/* "client authentication"; the OID itself where it has no name here. */
const char *oid_name(const char *oid);

#endif
