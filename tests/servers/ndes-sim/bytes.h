/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of bytes in memory of its own. data is never NULL after one of these functions made it, even if length is 0. */
#ifndef NDES_SIM_BYTES_H
#define NDES_SIM_BYTES_H

#include <stddef.h>

struct bytes {
	unsigned char *data;
	size_t length;
};

void bytes_release(struct bytes *bytes);
#define autobytes __attribute__((cleanup(bytes_release))) struct bytes

/* length < 0 (what OpenSSL's encoders return for an error) ends the program. */
struct bytes bytes_sized(long length);
struct bytes bytes_copy(const void *data, size_t length);
struct bytes bytes_text(const char *text);
void bytes_append(struct bytes *bytes, const void *data, size_t length);
/* Hands the bytes on; nothing is left here to release. */
struct bytes bytes_take(struct bytes *bytes);

/* The DER of an object by one of OpenSSL's i2d functions. */
#define bytes_of(encode, object)                                                                                       \
	({                                                                                                             \
		struct bytes der_ = bytes_sized(encode((object), NULL));                                               \
		unsigned char *end_ = der_.data;                                                                       \
		encode((object), &end_);                                                                               \
		der_;                                                                                                  \
	})

#endif
