/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl tells little about a failed handshake. So the chain is verified here, in OpenSSL's own callback, which shows
 * the server's certificate also where it is refused.
 */
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <time.h>

#include "net/http_transfer.h"

enum { CHAIN_MAX = 32 };

static int64_t epoch_of(const ASN1_TIME *time)
{
	struct tm parts;

	return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) : 0;
}

/* As name_text() of lib/pki, which lib/net can't see: quotes instead of backslashes, which become slashes. */
static const unsigned long NAME_FLAGS = ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_QUOTE | ASN1_STRFLGS_UTF8_CONVERT |
					ASN1_STRFLGS_DUMP_UNKNOWN | ASN1_STRFLGS_DUMP_DER | XN_FLAG_SEP_CPLUS_SPC |
					XN_FLAG_DN_REV | XN_FLAG_FN_SN;

static const char *name_text(struct arena *arena, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	const char *text = "";
	char *data;
	long length;

	if (bio == NULL)
		arena_exhausted(arena);
	if (X509_NAME_print_ex(bio, name, 0, NAME_FLAGS) >= 0) {
		length = BIO_get_mem_data(bio, &data);
		text = text_foreign(arena, data, (size_t)length, TEXT_FOREIGN_MAX);
	}
	BIO_free(bio);
	return text;
}

/* The certificates that the server sent, as bytes. */
static void show_chain(struct transfer *transfer, const STACK_OF(X509) * sent)
{
	struct arena *arena = transfer->run->arena;
	struct tls_peer *peer = &transfer->request->answer.peer;
	int count = sk_X509_num(sent) < CHAIN_MAX ? sk_X509_num(sent) : CHAIN_MAX;
	struct octets *chain = arena_allocate(arena, (size_t)(count > 0 ? count : 1) * sizeof *chain);

	for (int i = 0; i < count; i++) {
		unsigned char *der = NULL;
		int length = i2d_X509(sk_X509_value(sent, i), &der);

		if (length <= 0)
			continue;
		chain[peer->chain_count++] = (struct octets){
			.bytes = (unsigned char *)arena_copy(arena, der, (size_t)length),
			.length = (size_t)length,
		};
		OPENSSL_free(der);
	}
	peer->chain = chain;
}

static void show_peer(struct transfer *transfer, X509_STORE_CTX *context)
{
	struct arena *arena = transfer->run->arena;
	struct tls_peer *peer = &transfer->request->answer.peer;
	const X509 *certificate = X509_STORE_CTX_get0_cert(context);

	if (certificate == NULL)
		return;
	peer->seen = true;
	peer->not_before = epoch_of(X509_get0_notBefore(certificate));
	peer->not_after = epoch_of(X509_get0_notAfter(certificate));
	peer->subject = name_text(arena, X509_get_subject_name(certificate));
	peer->issuer = name_text(arena, X509_get_issuer_name(certificate));
	if (transfer->request->handshake_only)
		show_chain(transfer, X509_STORE_CTX_get0_untrusted(context));
}

static void show_failure(struct transfer *transfer, X509_STORE_CTX *context)
{
	struct arena *arena = transfer->run->arena;
	struct tls_peer *peer = &transfer->request->answer.peer;
	const X509 *failed = X509_STORE_CTX_get_current_cert(context);

	peer->verify_error = X509_STORE_CTX_get_error(context);
	peer->verify_text = text_safe(arena, X509_verify_cert_error_string(peer->verify_error));
	if (failed == NULL)
		return;
	peer->failed_subject = name_text(arena, X509_get_subject_name(failed));
	peer->failed_not_before = epoch_of(X509_get0_notBefore(failed));
	peer->failed_not_after = epoch_of(X509_get0_notAfter(failed));
}

/* Verifies as libcurl would, at the time that the run is about. */
static int verify(X509_STORE_CTX *context, void *untyped)
{
	struct transfer *transfer = untyped;
	int good;

	show_peer(transfer, context);
	if (transfer->options->insecure || transfer->request->handshake_only)
		return 1;
	X509_STORE_CTX_set_time(context, 0, (time_t)transfer->run->now);
	good = X509_verify_cert(context);
	if (good != 1)
		show_failure(transfer, context);
	return good;
}

/* Called when the server asks for a client certificate and none was given. */
static int note_request(SSL *ssl, X509 **certificate, EVP_PKEY **key)
{
	struct transfer *transfer = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	(void)certificate;
	(void)key;
	transfer->request->answer.peer.client_certificate_requested = true;
	return 0;
}

static CURLcode watch(CURL *easy, void *context, void *untyped)
{
	struct transfer *transfer = untyped;

	(void)easy;
	transfer->secured = deadline_clock();
	SSL_CTX_set_app_data(context, transfer);
	SSL_CTX_set_cert_verify_callback(context, verify, transfer);
	if (transfer->options->client_cert == NULL)
		SSL_CTX_set_client_cert_cb(context, note_request);
	return CURLE_OK;
}

void transfer_watch_tls(struct transfer *transfer)
{
	curl_easy_setopt(transfer->easy, CURLOPT_SSL_CTX_FUNCTION, watch);
	curl_easy_setopt(transfer->easy, CURLOPT_SSL_CTX_DATA, transfer);
}
