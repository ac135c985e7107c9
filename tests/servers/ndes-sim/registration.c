/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The registration authority's two certificates, as NDES requests them from version 1 templates: the template's name,
 * one extended key usage, one critical key usage each, the same subject, two years. The faults bend one thing each.
 */
#include <string.h>

#include "authority.h"
#include "certificate.h"
#include "key.h"
#include "trouble.h"

#define RA_SUBJECT "C=XX/CN=NDES01-MSCEP-RA"
#define RA_LIFETIME (2 * YEAR)

struct role {
	const char *key_name;
	const char *weak_key_name;
	const char *template;
	const char *usage;
};

static const struct role signing_role = {
	"ra-signing",
	"ra-signing-weak",
	"ASN1:BMPSTRING:EnrollmentAgentOffline",
	"critical,digitalSignature",
};
static const struct role encryption_role = {
	"ra-encryption",
	"ra-encryption-weak",
	"ASN1:BMPSTRING:CEPEncryption",
	"critical,keyEncipherment",
};

static time_t registration_end(const struct authority *authority, const struct fault_set *faults)
{
	if (fault_on(faults, FAULT_RA_EXPIRED))
		return authority->now - 2 * DAY;
	if (fault_on(faults, FAULT_RA_EXPIRING))
		return authority->now + 10 * DAY;
	if (fault_on(faults, FAULT_RA_FUTURE))
		return authority->now + 2 * DAY + RA_LIFETIME;
	return authority->now - 30 * DAY + RA_LIFETIME;
}

static X509 *registration_issue(const struct authority *authority, const struct fault_set *faults,
				const struct role *role, EVP_PKEY *key, time_t end)
{
	const struct role *other = role == &signing_role ? &encryption_role : &signing_role;
	const struct identity *issuer = fault_on(faults, FAULT_RA_OLD_CA) ? &authority->old_ca : &authority->ca;
	autofree(X509_NAME) *subject = fault_on(faults, FAULT_CA_HOSTILE) ? name_hostile() : name_parse(RA_SUBJECT);
	autofree(char) *point = authority_distribution_point(authority, CA_FILE);
	autofree(char) *location = authority_issuer_location(authority, CA_FILE);
	struct certificate_plan plan = {
		.subject = subject,
		.key = key,
		.issuer = issuer->certificate,
		.issuer_key = issuer->key,
		.not_before = end - RA_LIFETIME,
		.not_after = end,
		.digest = fault_on(faults, FAULT_RA_SHA1) ? EVP_sha1() : EVP_sha256(),
		.extensions = {
			{ TEMPLATE_NAME_OID, fault_on(faults, FAULT_RA_SWAPPED) ? other->template : role->template },
			{ "extendedKeyUsage", fault_on(faults, FAULT_RA_NO_EKU) ? NULL : REQUEST_AGENT_OID },
			{ "keyUsage", fault_on(faults, FAULT_RA_NO_KEYUSAGE) ? NULL : role->usage },
			{ "subjectKeyIdentifier", "hash" },
			{ "authorityKeyIdentifier", "keyid" },
			{ "crlDistributionPoints", point },
			{ "authorityInfoAccess", location },
		},
	};

	return certificate_issue(&plan);
}

static void role_fill(const struct authority *authority, const struct options *options, const struct role *role,
		      struct identity *identity)
{
	bool weak = fault_on(&options->faults, FAULT_RA_WEAK);

	identity->key =
		key_load_or_make(options->keys, weak ? role->weak_key_name : role->key_name, weak ? 1024 : 2048);
	identity->certificate = registration_issue(authority, &options->faults, role, identity->key,
						   registration_end(authority, &options->faults));
}

/* The pair before the last renewal: still valid, nearly at its end, and nobody's problem. */
static void twin_add(struct authority *authority, const struct options *options, const struct role *role)
{
	autofree(char) *name = text_format("%s-old", role->key_name);
	autofree(EVP_PKEY) *key = key_load_or_make(options->keys, name, 2048);
	X509 *certificate = registration_issue(authority, &options->faults, role, key, authority->now + 5 * DAY);

	if (!sk_X509_push(authority->superseded, certificate))
		fatal("out of memory");
}

void registration_make(struct authority *authority, const struct options *options)
{
	role_fill(authority, options, &signing_role, &authority->signing);
	role_fill(authority, options, &encryption_role, &authority->encryption);
	if (!fault_on(&options->faults, FAULT_RA_TWINS))
		return;
	twin_add(authority, options, &signing_role);
	twin_add(authority, options, &encryption_role);
}
