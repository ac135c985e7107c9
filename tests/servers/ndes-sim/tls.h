/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libmicrohttpd's TLS is GnuTLS. It can ask clients for a certificate, but neither demand one nor tell whether one
 * came: those two calls go to GnuTLS itself.
 */
#ifndef NDES_SIM_TLS_H
#define NDES_SIM_TLS_H

#include <microhttpd.h>

#include "simulator.h"

/* Texts in memory of their own, which libmicrohttpd copies. */
struct tls_setup {
	char *key;
	char *chain;
	char *trust; /* NULL: clients are not asked for a certificate */
	const char *priorities;
};

struct tls_setup tls_setup_read(const struct simulator *simulator);
void tls_setup_release(struct tls_setup *setup);

/* For MHD_OPTION_NOTIFY_CONNECTION; the context is the simulator. */
void tls_connection_begin(void *context, struct MHD_Connection *connection, void **socket_context,
			  enum MHD_ConnectionNotificationCode code);

bool tls_client_certificate(struct MHD_Connection *connection);

#endif
