/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <openssl/x509_vfy.h>
#include <string.h>

#include "net/http_transfer.h"

/* The code is that of a failed lookup, or of a connect to none of the addresses. */
static enum http_outcome no_address(const struct transfer *transfer, enum http_outcome otherwise)
{
	return transfer->run->family != FAMILY_ANY ? HTTP_NO_FAMILY : otherwise;
}

static enum http_outcome connect_failure(const struct transfer *transfer)
{
	long number = 0;

	if (transfer->proxy != NULL)
		return HTTP_PROXY_UNREACHABLE;
	curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
	switch (number) {
	case 0:
		return no_address(transfer, HTTP_UNREACHABLE);
	case ECONNREFUSED:
		return HTTP_REFUSED;
	case ETIMEDOUT:
		return HTTP_TIMED_OUT;
	case ECONNRESET:
		return HTTP_RESET;
	default:
		return HTTP_UNREACHABLE;
	}
}

static enum http_outcome verify_failure(const struct tls_peer *peer)
{
	switch (peer->verify_error) {
	case X509_V_OK:
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return HTTP_TLS_NAME; /* libcurl compares the name itself, after the chain was found good */
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return HTTP_TLS_EXPIRED;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return HTTP_TLS_NOT_YET_VALID;
	default:
		return HTTP_TLS_UNTRUSTED;
	}
}

static enum http_outcome closed_connection(const struct transfer *transfer)
{
	return transfer->request->answer.peer.client_certificate_requested ? HTTP_TLS_CLIENT_CERTIFICATE : HTTP_CLOSED;
}

static enum http_outcome handshake_failure(const struct transfer *transfer)
{
	if (transfer->request->answer.peer.client_certificate_requested)
		return HTTP_TLS_CLIENT_CERTIFICATE;
	if (transfer->request->answer.peer.verify_error != X509_V_OK)
		return verify_failure(&transfer->request->answer.peer);
	if (strstr(transfer->error, "reset by peer") != NULL)
		return HTTP_RESET;
	if (strstr(transfer->error, "malloc failure") != NULL)
		arena_exhausted(transfer->run->arena);
	/* nothing was sent yet, or a file of ours can't be used: it is our own side that fails */
	if (transfer->secured <= 0 || strstr(transfer->error, "error setting") != NULL)
		return HTTP_SETUP;
	if (strstr(transfer->error, "SSL_ERROR_SYSCALL") != NULL || strstr(transfer->error, "unexpected eof") != NULL)
		return HTTP_CLOSED;
	return HTTP_TLS_PROTOCOL;
}

/* Of a connection that broke after it stood. */
static enum http_outcome broken_connection(const struct transfer *transfer)
{
	const struct http_answer *answer = &transfer->request->answer;

	if (answer->proxy_status == 407)
		return HTTP_PROXY_LOGIN;
	if (answer->proxy_status >= 300)
		return HTTP_PROXY_REFUSED;
	if (answer->peer.client_certificate_requested)
		return HTTP_TLS_CLIENT_CERTIFICATE;
	if (strstr(transfer->error, "chunked-encoding") != NULL)
		return HTTP_NOT_HTTP;
	return HTTP_RESET;
}

/* libcurl calls a header line above its own limit "out of memory". */
static enum http_outcome out_of_memory(const struct transfer *transfer)
{
	long sent = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
	if (sent == 0)
		arena_exhausted(transfer->run->arena);
	return HTTP_TOO_LARGE;
}

/* Of a URL: it is the redirect's, or ours. */
static enum http_outcome redirected_or(const struct transfer *transfer, enum http_outcome otherwise)
{
	return transfer->request->answer.location != NULL ? HTTP_REDIRECT_BAD : otherwise;
}

enum http_outcome http_outcome_of(const struct transfer *transfer, CURLcode code)
{
	if (transfer->too_large)
		return HTTP_TOO_LARGE;
	if (transfer->enough)
		return HTTP_ANSWERED;
	switch (code) {
	case CURLE_OK:
		return HTTP_ANSWERED;
	case CURLE_COULDNT_RESOLVE_HOST:
		return no_address(transfer, HTTP_NAME_NOT_FOUND);
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_PROXY:
		return HTTP_PROXY_UNREACHABLE;
	case CURLE_COULDNT_CONNECT:
		return connect_failure(transfer);
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_TIMED_OUT;
	case CURLE_GOT_NOTHING:
		return closed_connection(transfer);
	case CURLE_PARTIAL_FILE:
		return HTTP_TRUNCATED;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CIPHER:
		return handshake_failure(transfer);
	case CURLE_SSL_CLIENTCERT:
		return HTTP_TLS_CLIENT_CERTIFICATE;
	case CURLE_PEER_FAILED_VERIFICATION:
		return verify_failure(&transfer->request->answer.peer);
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_FAILED_INIT:
		return HTTP_SETUP;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
		return HTTP_NOT_HTTP;
	case CURLE_UNSUPPORTED_PROTOCOL:
		return redirected_or(transfer, HTTP_NOT_HTTP);
	case CURLE_URL_MALFORMAT:
		return redirected_or(transfer, HTTP_SETUP);
	case CURLE_TOO_MANY_REDIRECTS:
		return HTTP_REDIRECT_LOOP;
	case CURLE_OUT_OF_MEMORY:
		return out_of_memory(transfer);
	default:
		return broken_connection(transfer);
	}
}
