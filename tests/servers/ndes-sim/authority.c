/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authority.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "certificate.h"
#include "key.h"
#include "trouble.h"

#define ROOT_SUBJECT "DC=test/DC=example/CN=" ROOT_NAME
#define CA_SUBJECT "DC=test/DC=example/CN=" CA_NAME

char *authority_distribution_point(const struct authority *authority, const char *file)
{
	return text_format("URI:%s/%s.crl", authority->base_url, file);
}

char *authority_issuer_location(const struct authority *authority, const char *file)
{
	return text_format("caIssuers;URI:%s/%s.crt", authority->base_url, file);
}

static void name_add(X509_NAME *name, int field, int type, const char *bytes, size_t length)
{
	if (!X509_NAME_add_entry_by_NID(name, field, type, (const unsigned char *)bytes, (int)length, -1, 0))
		fatal("an attribute of a name could not be added");
}

/* With a type of its own instead of MBSTRING_... nobody checks the bytes; a UTF8String must be valid to be parsed. */
X509_NAME *name_hostile(void)
{
	static const char common[] = "evil|used=0%;1;2 <script>alert(1)</script> \033[31mred\033[0m \xff\xfe\xc3 "
				     "C:\\new\nOK - all is well";
	static const char unit[] = "bidi \u202e mark, next line \xc2\x85, nul \0 end";
	autofree(X509_NAME) *name = X509_NAME_new();

	if (!name)
		fatal("out of memory");
	name_add(name, NID_countryName, V_ASN1_PRINTABLESTRING, "XX", 2);
	name_add(name, NID_organizationalUnitName, V_ASN1_UTF8STRING, unit, sizeof(unit) - 1);
	name_add(name, NID_commonName, V_ASN1_PRINTABLESTRING, common, sizeof(common) - 1);
	return take(name);
}

static void root_make(struct authority *authority, const struct options *options)
{
	autofree(X509_NAME) *subject = name_parse(ROOT_SUBJECT);
	struct certificate_plan plan = {
		.subject = subject,
		.not_before = authority->now - 5 * YEAR,
		.not_after = authority->now + 15L * YEAR,
		.extensions = {
			{ "keyUsage", "digitalSignature,keyCertSign,cRLSign" },
			{ "basicConstraints", "critical,CA:TRUE" },
			{ "subjectKeyIdentifier", "hash" },
			{ CA_VERSION_OID, "ASN1:INTEGER:0" },
		},
	};

	plan.key = authority->root.key = key_load_or_make(options->keys, "root", 2048);
	authority->root.certificate = certificate_issue(&plan);
}

/* version: the index of the CA's key in the upper 16 bits, that of its certificate in the lower ones. */
static X509 *ca_issue(const struct authority *authority, const struct options *options, EVP_PKEY *key,
		      const char *version)
{
	autofree(X509_NAME) *subject =
		fault_on(&options->faults, FAULT_CA_HOSTILE) ? name_hostile() : name_parse(CA_SUBJECT);
	autofree(char) *point = authority_distribution_point(authority, ROOT_FILE);
	autofree(char) *location = authority_issuer_location(authority, ROOT_FILE);
	/* A CA whose certificate does all by itself needs the usages of both roles (RFC 8894 2.1.2). */
	const char *usage = options->single ? "critical,digitalSignature,keyEncipherment,keyCertSign,cRLSign"
					    : "critical,digitalSignature,keyCertSign,cRLSign";
	bool expiring = fault_on(&options->faults, FAULT_CA_EXPIRING);
	struct certificate_plan plan = {
		.subject = subject,
		.key = key,
		.issuer = authority->root.certificate,
		.issuer_key = authority->root.key,
		.not_before = authority->now - 3 * YEAR,
		.not_after = authority->now + (expiring ? 10 * DAY : 7 * YEAR),
		.extensions = {
			{ CA_VERSION_OID, version },
			{ "subjectKeyIdentifier", "hash" },
			{ TEMPLATE_NAME_OID, "ASN1:BMPSTRING:SubCA" },
			{ "keyUsage", usage },
			{ "basicConstraints", "critical,CA:TRUE" },
			{ "authorityKeyIdentifier", "keyid" },
			{ "crlDistributionPoints", point },
			{ "authorityInfoAccess", location },
		},
	};

	return certificate_issue(&plan);
}

static void ca_make(struct authority *authority, const struct options *options)
{
	bool renewed = fault_on(&options->faults, FAULT_RA_OLD_CA);

	authority->ca.key = key_load_or_make(options->keys, "ca", 2048);
	authority->ca.certificate =
		ca_issue(authority, options, authority->ca.key, renewed ? "ASN1:INTEGER:65537" : "ASN1:INTEGER:0");
	if (!renewed)
		return;
	authority->old_ca.key = key_load_or_make(options->keys, "ca-old", 2048);
	authority->old_ca.certificate = ca_issue(authority, options, authority->old_ca.key, "ASN1:INTEGER:0");
}

static X509 *end_entity_issue(const struct authority *authority, struct certificate_plan *plan, const char *subject,
			      const char *usage, const char *alternative_names)
{
	autofree(X509_NAME) *name = name_parse(subject);
	autofree(char) *point = authority_distribution_point(authority, CA_FILE);
	autofree(char) *location = authority_issuer_location(authority, CA_FILE);
	const struct extension extensions[EXTENSIONS_MAX] = {
		{ "keyUsage", "critical,digitalSignature,keyEncipherment" },
		{ "extendedKeyUsage", usage },
		{ "subjectAltName", alternative_names },
		{ "subjectKeyIdentifier", "hash" },
		{ "authorityKeyIdentifier", plan->issuer ? "keyid" : NULL },
		{ "crlDistributionPoints", plan->issuer ? point : NULL },
		{ "authorityInfoAccess", plan->issuer ? location : NULL },
	};

	plan->subject = name;
	memcpy(plan->extensions, extensions, sizeof(extensions));
	return certificate_issue(plan);
}

static void tls_make(struct authority *authority, const struct options *options)
{
	const char *kind = options->tls_certificate;
	bool expired = strcmp(kind, "expired") == 0;
	bool self_signed = strcmp(kind, "self-signed") == 0;
	const char *names =
		strcmp(kind, "wrong-name") == 0 ? "DNS:elsewhere.example.test" : "DNS:localhost,IP:127.0.0.1,IP:::1";
	struct certificate_plan plan = {
		.not_before = authority->now - (expired ? 2 * YEAR : 30 * DAY),
		.not_after = authority->now + (expired			       ? -2 * DAY
					       : strcmp(kind, "expiring") == 0 ? 10 * DAY
									       : YEAR),
		.issuer = self_signed ? NULL : authority->ca.certificate,
		.issuer_key = authority->ca.key,
	};

	plan.key = authority->tls.key = key_load_or_make(options->keys, "tls", 2048);
	authority->tls.certificate = end_entity_issue(authority, &plan, "CN=ndes01.example.test", "serverAuth", names);
}

static void client_make(struct authority *authority, const struct options *options)
{
	struct certificate_plan plan = {
		.not_before = authority->now - 30 * DAY,
		.not_after = authority->now + YEAR,
		.issuer = authority->ca.certificate,
		.issuer_key = authority->ca.key,
	};

	plan.key = authority->client.key = key_load_or_make(options->keys, "client", 2048);
	authority->client.certificate =
		end_entity_issue(authority, &plan, "CN=device01.example.test", "clientAuth", NULL);
}

static void files_write(const struct authority *authority, const struct options *options)
{
	const char *directory = options->directory;
	X509 *root = authority->root.certificate;
	X509 *ca = authority->ca.certificate;
	X509 *tls = authority->tls.certificate;

	certificate_store(directory, "root", &root, 1);
	certificate_store(directory, "ca", &ca, 1);
	certificate_store(directory, "ra-signing", &authority->signing.certificate, 1);
	certificate_store(directory, "ra-encryption", &authority->encryption.certificate, 1);
	certificate_store(directory, "tls", &tls, 1);
	certificate_store(directory, "client", &authority->client.certificate, 1);
	certificate_store(directory, "ca-bundle", (X509 *[]){ ca, root }, 2);
	certificate_store(directory, "tls-chain", (X509 *[]){ tls, ca },
			  strcmp(options->tls_certificate, "self-signed") ? 2 : 1);
}

static void directory_make(const char *directory)
{
	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		fatal("%s can't be made: %s", directory, strerror(errno));
}

void authority_make(struct authority *authority, const struct options *options, const char *host, int port)
{
	*authority = (struct authority){ .now = time(NULL), .superseded = sk_X509_new_null() };
	authority->base_url = text_format("http://%s:%d/CertEnroll", host, port);
	directory_make(options->directory);
	directory_make(options->keys);
	root_make(authority, options);
	ca_make(authority, options);
	registration_make(authority, options);
	tls_make(authority, options);
	client_make(authority, options);
	files_write(authority, options);
}

static void identity_release(struct identity *identity)
{
	X509_free(identity->certificate);
	EVP_PKEY_free(identity->key);
}

void authority_release(struct authority *authority)
{
	identity_release(&authority->root);
	identity_release(&authority->ca);
	identity_release(&authority->old_ca);
	identity_release(&authority->signing);
	identity_release(&authority->encryption);
	identity_release(&authority->tls);
	identity_release(&authority->client);
	certificate_stack_free(authority->superseded);
	free(authority->base_url);
}
