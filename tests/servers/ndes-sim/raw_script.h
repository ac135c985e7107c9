/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_RAW_SCRIPT_H
#define NDES_SIM_RAW_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

enum raw_end {
	RAW_HOLD, /* keep the connection open and say nothing more */
	RAW_CLOSE,
	RAW_RESET,
};

struct raw_script {
	const char *name;
	bool deaf;     /* connections are never accepted */
	bool greeting; /* sent at once; else when the request's empty line has come */
	bool never;    /* not even then */
	const char *prefix;
	const char *filler; /* repeated until filler_length bytes are sent */
	size_t filler_length;
	const char *suffix;
	int pause; /* milliseconds between single bytes; 0: as fast as it goes */
	enum raw_end end;
};

/* The next bytes to send when sent of them are out; *ret_length is 0 at the end of the script. */
const char *raw_script_piece(const struct raw_script *script, size_t sent, size_t *ret_length);

#endif
