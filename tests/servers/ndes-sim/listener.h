/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_LISTENER_H
#define NDES_SIM_LISTENER_H

/* A socket that listens on a numeric loopback address; port 0: any free one. The program ends if that fails. */
int listener_open(const char *address, long port);

int listener_port(int listener);

#endif
