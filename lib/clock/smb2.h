/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SMB2 NEGOTIATE (MS-SMB2 2.2.3, 2.2.4): what a server says of its clock before any login. */
#ifndef CLOCK_SMB2_H
#define CLOCK_SMB2_H

#include <stddef.h>
#include <stdint.h>

#include "clock/clock_time.h"
#include "core/arena.h"

enum { SMB2_PORT = 445, SMB2_REQUEST = 162 /* bytes, with the length in front */, SMB2_GUID = 16, SMB2_SALT = 32 };

/* guid, salt: random. Every dialect is offered, since a server may refuse old ones. */
void smb2_request(const unsigned char guid[SMB2_GUID], const unsigned char salt[SMB2_SALT],
		  unsigned char ret_request[SMB2_REQUEST]);

struct smb2_answer {
	uint16_t dialect;             /* 0x0311 */
	struct clock_reading reading; /* SystemTime */
};

/* An answer without its length (clock_frame_read). Returns NULL or what is wrong. */
const char *smb2_answer_parse(struct arena *arena, const unsigned char *bytes, size_t length,
			      struct smb2_answer *ret_answer);

#endif
