/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that lives as long as the program. It is read-only once the servers run, but for what has a lock of its own. */
#ifndef NDES_SIM_SIMULATOR_H
#define NDES_SIM_SIMULATOR_H

#include "authority.h"
#include "challenge.h"
#include "options.h"

struct simulator {
	struct options options;
	struct authority authority;
	struct challenge_cache challenges;
	int log;
	int stop; /* becomes readable when the program shall end */
	int http_port;
	int tls_port; /* 0: no TLS */
};

#endif
