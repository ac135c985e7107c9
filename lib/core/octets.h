/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_OCTETS_H
#define CORE_OCTETS_H

#include <stddef.h>

/* Bytes that lie elsewhere, as long as the arena they were made in. */
struct octets {
	const unsigned char *bytes; /* NULL: absent */
	size_t length;
};

#endif
