/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crl.h"

#include <string.h>
#include <strings.h>

#include <openssl/x509v3.h>

#include "certificate.h"
#include "trouble.h"

#define NEXT_PUBLISH_OID "1.3.6.1.4.1.311.21.4"
#define HOUR 3600
/* A list made at the start has this number; the delta that goes with it the next one. */
#define BASE_NUMBER 7

struct crl_plan {
	const struct identity *issuer;
	long period;  /* until the CA means to publish the next one */
	long overlap; /* how much longer the list is valid */
	bool delta;
	const char *freshest; /* where the delta is, or NULL */
};

/* AD CS dates its lists back by ten minutes, for clients whose clock is late. */
static time_t crl_start(const struct authority *authority, const struct crl_plan *plan, const struct fault_set *faults)
{
	bool expired = fault_on(faults, FAULT_CRL_EXPIRED);

	return authority->now - 600 - (expired ? plan->period + plan->overlap : 0);
}

static void crl_date(X509_CRL *list, time_t start, time_t end)
{
	autofree(ASN1_TIME) *first = ASN1_TIME_set(NULL, start);
	autofree(ASN1_TIME) *last = ASN1_TIME_set(NULL, end);

	if (!first || !last || !X509_CRL_set1_lastUpdate(list, first) || !X509_CRL_set1_nextUpdate(list, last))
		fatal("out of memory");
}

static void crl_extend(X509_CRL *list, const struct crl_plan *plan, const char *name, const char *value)
{
	X509V3_CTX context;
	autofree(X509_EXTENSION) *extension = NULL;

	X509V3_set_ctx(&context, plan->issuer->certificate, NULL, NULL, list, 0);
	extension = X509V3_EXT_nconf(NULL, &context, name, value);
	if (!extension || !X509_CRL_add_ext(list, extension, -1))
		fatal("extension %s = %s could not be made", name, value);
}

/* OpenSSL reads no text for the delta indicator, so its INTEGER is encoded here. */
static void crl_extend_number(X509_CRL *list, int type, int critical, long number)
{
	autofree(ASN1_INTEGER) *integer = ASN1_INTEGER_new();

	if (!integer || !ASN1_INTEGER_set(integer, number) ||
	    X509_CRL_add1_ext_i2d(list, type, integer, critical, 0) != 1)
		fatal("a list's number could not be set");
}

static void crl_extend_publish(X509_CRL *list, const struct crl_plan *plan, time_t when)
{
	char value[48];
	struct tm parts;

	strftime(value, sizeof(value), "ASN1:UTCTIME:%y%m%d%H%M%SZ", gmtime_r(&when, &parts));
	crl_extend(list, plan, NEXT_PUBLISH_OID, value);
}

static void crl_revoke(X509_CRL *list, time_t when, long serial)
{
	autofree(ASN1_INTEGER) *number = ASN1_INTEGER_new();
	autofree(ASN1_TIME) *date = ASN1_TIME_set(NULL, when);
	X509_REVOKED *entry = X509_REVOKED_new();

	if (!number || !date || !entry || !ASN1_INTEGER_set(number, serial) ||
	    !X509_REVOKED_set_serialNumber(entry, number) || !X509_REVOKED_set_revocationDate(entry, date) ||
	    !X509_CRL_add0_revoked(list, entry))
		fatal("out of memory");
}

static X509_CRL *crl_make(const struct authority *authority, const struct crl_plan *plan,
			  const struct fault_set *faults)
{
	autofree(X509_CRL) *list = X509_CRL_new();
	time_t start = crl_start(authority, plan, faults);

	if (!list || !X509_CRL_set_version(list, X509_CRL_VERSION_2) ||
	    !X509_CRL_set_issuer_name(list, X509_get_subject_name(plan->issuer->certificate)))
		fatal("out of memory");
	crl_date(list, start, start + plan->period + plan->overlap);
	crl_revoke(list, start - 3 * DAY, plan->delta ? 0x1235 : 0x1234);
	crl_extend(list, plan, "authorityKeyIdentifier", "keyid");
	crl_extend(list, plan, CA_VERSION_OID, "ASN1:INTEGER:0");
	crl_extend_number(list, NID_crl_number, 0, plan->delta ? BASE_NUMBER + 1 : BASE_NUMBER);
	if (plan->delta)
		crl_extend_number(list, NID_delta_crl, 1, BASE_NUMBER);
	crl_extend_publish(list, plan, start + plan->period);
	if (plan->freshest)
		crl_extend(list, plan, "freshestCRL", plan->freshest);
	if (!X509_CRL_sort(list) || !X509_CRL_sign(list, plan->issuer->key, EVP_sha256()))
		fatal("a list could not be signed");
	return take(list);
}

static struct bytes crl_encode(const struct authority *authority, const struct crl_plan *plan,
			       const struct fault_set *faults)
{
	autofree(X509_CRL) *list = crl_make(authority, plan, faults);

	return bytes_of(i2d_X509_CRL, list);
}

static struct answer file_answer(const char *type, struct bytes body)
{
	struct answer answer = answer_make(200, NULL);

	bytes_release(&answer.body);
	answer.body = body;
	answer.type = type;
	return answer;
}

struct answer crl_answer(const struct simulator *simulator, const char *path)
{
	const struct authority *authority = &simulator->authority;
	const struct fault_set *faults = &simulator->options.faults;
	autofree(char) *freshest = authority_distribution_point(authority, CA_FILE "+");
	const struct crl_plan base = { &authority->ca, 7 * DAY, 12 * HOUR, false, freshest };
	const struct crl_plan delta = { &authority->ca, DAY, 12 * HOUR, true, NULL };
	const struct crl_plan root = { &authority->root, 180L * DAY, 7 * DAY, false, NULL };

	if (strcasecmp(path, CA_NAME ".crl") == 0 && !fault_on(faults, FAULT_CRL_MISSING))
		return file_answer("application/pkix-crl", crl_encode(authority, &base, faults));
	if (strcasecmp(path, CA_NAME "+.crl") == 0 && !fault_on(faults, FAULT_DELTA_MISSING))
		return file_answer("application/pkix-crl", crl_encode(authority, &delta, faults));
	if (strcasecmp(path, ROOT_NAME ".crl") == 0)
		return file_answer("application/pkix-crl", crl_encode(authority, &root, faults));
	if (strcasecmp(path, CA_NAME ".crt") == 0)
		return file_answer("application/x-x509-ca-cert", bytes_of(i2d_X509, authority->ca.certificate));
	if (strcasecmp(path, ROOT_NAME ".crt") == 0)
		return file_answer("application/x-x509-ca-cert", bytes_of(i2d_X509, authority->root.certificate));
	return answer_make(404, "<html><body>404 - Not Found</body></html>");
}
