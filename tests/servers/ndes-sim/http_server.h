/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libmicrohttpd between the sockets and respond(). */
#ifndef NDES_SIM_HTTP_SERVER_H
#define NDES_SIM_HTTP_SERVER_H

#include "simulator.h"

struct MHD_Daemon;

/* Serves http, or https if tls, on a socket that listens already. The program ends if that can't be. */
struct MHD_Daemon *http_server_start(struct simulator *simulator, int listener, bool tls);

/* Ends all connections and closes the socket. server may be NULL. */
void http_server_stop(struct MHD_Daemon *server);

#endif
