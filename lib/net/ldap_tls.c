/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TLS under LDAP: from the first byte (ldaps) or after StartTLS (RFC 4511 4.14). The handshake is OpenSSL's and not
 * libldap's: GnuTLS below that one (Debian) fails without a word, and reads a whole bundle of certificates where
 * OpenSSL opens one file of the system's hashed folder.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/ldap_job.h"
#include "net/ldap_tls_layer.h"

DEFINE_AUTOFREE(SSL, SSL_free)
DEFINE_AUTOFREE(SSL_CTX, SSL_CTX_free)

static bool is_ldaps(const struct ldap_job *job)
{
	return strcasecmp(job->url->lud_scheme, "ldaps") == 0;
}

bool ldap_job_has_tls(const struct ldap_job *job)
{
	return job->batch->starttls || is_ldaps(job);
}

/* --- StartTLS --- */

static bool start_result(struct ldap_job *job, LDAP *handle, LDAPMessage *message)
{
	char *diagnostic = NULL;
	int code = LDAP_OTHER;

	if (ldap_parse_result(handle, message, &code, NULL, &diagnostic, NULL, NULL, 0) != LDAP_SUCCESS)
		ldap_job_fails(job, LDAP_OUTCOME_PROTOCOL, "its answer to StartTLS can't be read");
	else if (code != LDAP_SUCCESS)
		ldap_job_fails(job, LDAP_OUTCOME_TLS, "the server refuses StartTLS: %.300s (result %d)",
			       diagnostic != NULL && *diagnostic != 0 ? diagnostic : ldap_err2string(code), code);
	job->now.result_code = code;
	ldap_memfree(diagnostic);
	return code == LDAP_SUCCESS;
}

static bool start_tls(struct ldap_job *job, LDAP *handle)
{
	autofree(LDAPMessage) *message = NULL;
	int id, code = ldap_extended_operation(handle, LDAP_EXOP_START_TLS, NULL, NULL, NULL, &id);

	if (code != LDAP_SUCCESS)
		return ldap_job_call_failed(job, code, errno);
	return ldap_job_wait(job, handle, id, &message) && start_result(job, handle, message);
}

/* --- the handshake --- */

static bool load_trust(SSL_CTX *context, const char *trust)
{
	struct stat status;

	if (stat(trust, &status) == 0 && S_ISDIR(status.st_mode))
		return SSL_CTX_load_verify_dir(context, trust) == 1;
	return SSL_CTX_load_verify_file(context, trust) == 1;
}

/* Returns NULL if it can't be set up, which was said. */
static SSL_CTX *make_context(struct ldap_job *job)
{
	const struct ldap_batch *batch = job->batch;
	const char *trust = batch->ca_cert != NULL ? batch->ca_cert : SUITE_CA_PATH;
	autofree(SSL_CTX) *context = NULL;
	SSL_CTX *made;

	if (!batch->insecure && access(trust, R_OK) != 0) {
		ldap_job_fails(job, LDAP_OUTCOME_SETUP, "%.300s: %s", trust, strerror(errno));
		return NULL;
	}
	context = SSL_CTX_new(TLS_client_method());
	if (context == NULL || (!batch->insecure && !load_trust(context, trust))) {
		ldap_job_fails(job, LDAP_OUTCOME_SETUP, "TLS can't be set up with %.300s", trust);
		return NULL;
	}
	SSL_CTX_set_verify(context, batch->insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, NULL);
	made = context;
	context = NULL;
	return made;
}

static void set_name(SSL *session, const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];

	if (inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1) {
		X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host);
	} else {
		SSL_set_tlsext_host_name(session, host);
		SSL_set1_host(session, host);
	}
}

static enum ldap_tls_fault fault_of(long verdict)
{
	switch (verdict) {
	case X509_V_OK:
		return LDAP_TLS_NO_CONNECTION;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return LDAP_TLS_OTHER_NAME;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return LDAP_TLS_OUT_OF_DATE;
	default:
		return LDAP_TLS_UNTRUSTED;
	}
}

static bool explain(struct ldap_job *job, SSL *session)
{
	long verdict = SSL_get_verify_result(session);
	unsigned long error = ERR_peek_error();
	const char *words = error != 0 ? ERR_reason_error_string(error) : NULL;

	job->now.tls_fault = fault_of(verdict);
	if (job->now.tls_fault == LDAP_TLS_OTHER_NAME)
		return ldap_job_fails(job, LDAP_OUTCOME_TLS, "its certificate is not for %.250s", job->url->lud_host);
	if (verdict != X509_V_OK)
		return ldap_job_fails(job, LDAP_OUTCOME_TLS, "%s", X509_verify_cert_error_string(verdict));
	return ldap_job_fails(job, LDAP_OUTCOME_TLS, "%s", words != NULL ? words : "the server ended it");
}

/* The socket has a limit for each read and write: what would block has passed it. */
static bool shake(struct ldap_job *job, SSL *session)
{
	int result, error;

	ERR_clear_error();
	errno = 0;
	result = SSL_connect(session);
	error = SSL_get_error(session, result);
	if (result == 1)
		return true;
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE || ldap_job_left(job) <= 0)
		ldap_job_fails(job, LDAP_OUTCOME_TIMED_OUT, "no answer in time");
	else
		explain(job, session);
	ERR_clear_error();
	return false;
}

/* For a judgement of its life. */
static void keep_certificate(struct ldap_job *job, const SSL *session)
{
	const X509 *certificate = SSL_get0_peer_certificate(session);
	unsigned char *der = NULL;
	int length = certificate != NULL ? i2d_X509(certificate, &der) : 0;

	OPENSSL_free(job->certificate.bv_val);
	job->certificate = (struct berval){.bv_val = (char *)der, .bv_len = length > 0 ? (ber_len_t)length : 0};
}

bool ldap_job_secure(struct ldap_job *job, LDAP *handle)
{
	autofree(SSL_CTX) *context = NULL;
	autofree(SSL) *session = NULL;
	int descriptor = -1;

	job->wrapped = false;
	if (!ldap_job_has_tls(job))
		return true;
	ldap_job_enter(job, LDAP_PHASE_TLS);
	context = make_context(job);
	if (context == NULL || (!is_ldaps(job) && !start_tls(job, handle)))
		return false;
	session = SSL_new(context);
	if (session == NULL || ldap_get_option(handle, LDAP_OPT_DESC, &descriptor) != LDAP_OPT_SUCCESS ||
	    SSL_set_fd(session, descriptor) != 1)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "TLS can't be set up");
	set_name(session, job->url->lud_host);
	if (!shake(job, session))
		return false;
	keep_certificate(job, session);
	if (!ldap_tls_layer_add(handle, session))
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "TLS can't be put under LDAP");
	session = NULL;
	job->wrapped = true;
	return true;
}
