/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls.h"

#include <string.h>

#include <gnutls/gnutls.h>
#include <openssl/pem.h>

#include "trouble.h"

static const struct {
	const char *version;
	const char *priorities;
} newest[] = {
	{ "1.0", "NORMAL:-VERS-ALL:+VERS-TLS1.0" },
	{ "1.1", "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0" },
	{ "1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.2" },
	{ "1.3", "NORMAL" },
};

static const char *priorities_of(const char *version)
{
	for (size_t i = 0; i < ARRAY_LENGTH(newest); i++)
		if (strcmp(newest[i].version, version) == 0)
			return newest[i].priorities;
	fatal("--tls-max=%s is not known", version);
}

static char *memory_text(BIO *memory)
{
	char *data = NULL;
	long length = BIO_get_mem_data(memory, &data);

	return text_format("%.*s", (int)length, data);
}

static char *certificates_text(X509 *const *certificates, size_t count)
{
	autofree(BIO) *memory = BIO_new(BIO_s_mem());

	for (size_t i = 0; i < count; i++)
		if (!memory || !PEM_write_bio_X509(memory, certificates[i]))
			fatal("out of memory");
	return memory_text(memory);
}

static char *key_text(EVP_PKEY *key)
{
	autofree(BIO) *memory = BIO_new(BIO_s_mem());

	if (!memory || !PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL))
		fatal("out of memory");
	return memory_text(memory);
}

struct tls_setup tls_setup_read(const struct simulator *simulator)
{
	const struct authority *authority = &simulator->authority;
	X509 *chain[] = { authority->tls.certificate, authority->ca.certificate };
	X509 *trust[] = { authority->ca.certificate, authority->root.certificate };
	bool alone = strcmp(simulator->options.tls_certificate, "self-signed") == 0;

	return (struct tls_setup){
		.key = key_text(authority->tls.key),
		.chain = certificates_text(chain, alone ? 1 : 2),
		.trust = simulator->options.client_certificate ? certificates_text(trust, 2) : NULL,
		.priorities = priorities_of(simulator->options.tls_max),
	};
}

void tls_setup_release(struct tls_setup *setup)
{
	free(setup->key);
	free(setup->chain);
	free(setup->trust);
}

static gnutls_session_t session_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *information =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);

	return information ? (gnutls_session_t)information->tls_session : NULL;
}

void tls_connection_begin(void *context, struct MHD_Connection *connection, void **socket_context,
			  enum MHD_ConnectionNotificationCode code)
{
	const struct simulator *simulator = context;
	const char *wanted = simulator->options.client_certificate;
	gnutls_session_t session = session_of(connection);

	(void)socket_context;
	if (session && code == MHD_CONNECTION_NOTIFY_STARTED && wanted && strcmp(wanted, "handshake") == 0)
		gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
}

bool tls_client_certificate(struct MHD_Connection *connection)
{
	unsigned int count = 0;
	unsigned int problems = 0;
	gnutls_session_t session = session_of(connection);

	return session && gnutls_certificate_get_peers(session, &count) && count > 0 &&
	       gnutls_certificate_verify_peers2(session, &problems) == GNUTLS_E_SUCCESS && problems == 0;
}
