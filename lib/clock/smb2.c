/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/smb2.h"

#include <string.h>

#include "core/cursor.h"
#include "core/text.h"

/* Offsets in an answer. */
enum { AT_STATUS = 8, AT_COMMAND = 12, AT_FLAGS = 16, AT_MESSAGE = 24, AT_BODY = 64, AT_DIALECT = 68, AT_TIME = 104 };

enum { COMMAND_NEGOTIATE = 0, FLAG_ANSWER = 1, ANSWER_SIZE = 65, STATUS_NOT_SUPPORTED_LOW = 0xBB };

static const unsigned char magic[] = {0xFE, 'S', 'M', 'B', 64, 0};
static const unsigned char magic_of_old[] = {0xFF, 'S', 'M', 'B'};

void smb2_request(const unsigned char guid[SMB2_GUID], const unsigned char salt[SMB2_SALT],
		  unsigned char ret_request[SMB2_REQUEST])
{
	static const unsigned char frame[] = {0, 0, 0, SMB2_REQUEST - 4};
	/* StructureSize, DialectCount, SecurityMode (signing enabled), Reserved, Capabilities (all) */
	static const unsigned char body[] = {36, 0, 5, 0, 1, 0, 0, 0, 0x7F, 0, 0, 0};
	/* NegotiateContextOffset, its count, the five dialects */
	static const unsigned char dialects[] = {112, 0, 0, 0, 1, 0, 0, 0, 0x02, 2, 0x10, 2, 0, 3, 2, 3, 0x11, 3};
	/* SMB2_PREAUTH_INTEGRITY_CAPABILITIES: its length, one hash, the salt's length, SHA-512 */
	static const unsigned char integrity[] = {1, 0, 38, 0, 0, 0, 0, 0, 1, 0, SMB2_SALT, 0, 1, 0};

	memset(ret_request, 0, SMB2_REQUEST);
	memcpy(ret_request, frame, sizeof frame);
	memcpy(ret_request + 4, magic, sizeof magic);
	ret_request[4 + 14] = 1; /* CreditRequest */
	memcpy(ret_request + 4 + 64, body, sizeof body);
	memcpy(ret_request + 4 + 76, guid, SMB2_GUID);
	memcpy(ret_request + 4 + 92, dialects, sizeof dialects);
	memcpy(ret_request + 4 + 112, integrity, sizeof integrity);
	memcpy(ret_request + 4 + 126, salt, SMB2_SALT);
}

static bool u16_at(struct cursor *cursor, size_t offset, uint16_t *ret_value)
{
	return cursor_seek(cursor, offset) && cursor_u16le(cursor, ret_value);
}

static bool u32_at(struct cursor *cursor, size_t offset, uint32_t *ret_value)
{
	return cursor_seek(cursor, offset) && cursor_u32le(cursor, ret_value);
}

static bool u64_at(struct cursor *cursor, size_t offset, uint64_t *ret_value)
{
	return cursor_seek(cursor, offset) && cursor_u64le(cursor, ret_value);
}

static const char *check_magic(const unsigned char *bytes, size_t length)
{
	if (length >= sizeof magic_of_old && memcmp(bytes, magic_of_old, sizeof magic_of_old) == 0)
		return "speaks the old SMB 1 only, which is not asked for its clock";
	if (length < sizeof magic || memcmp(bytes, magic, sizeof magic) != 0)
		return "answers with something that is not SMB 2";
	return NULL;
}

static const char *check_header(struct arena *arena, struct cursor *cursor)
{
	uint32_t status, flags;
	uint64_t message;
	uint16_t command;

	if (!u32_at(cursor, AT_STATUS, &status) || !u16_at(cursor, AT_COMMAND, &command) ||
	    !u32_at(cursor, AT_FLAGS, &flags) || !u64_at(cursor, AT_MESSAGE, &message))
		return "answers with a truncated SMB 2 header";
	if (command != COMMAND_NEGOTIATE || (flags & FLAG_ANSWER) == 0 || message != 0)
		return "answers with an SMB 2 message that is no answer to the negotiation";
	if (status != 0)
		return text_format(arena, "refuses the SMB 2 negotiation with status 0x%08X%s", status,
				   status == 0xC0000000U + STATUS_NOT_SUPPORTED_LOW ? " (not supported)" : "");
	return NULL;
}

static const char *read_body(struct cursor *cursor, struct smb2_answer *answer)
{
	uint16_t size;
	uint64_t filetime;

	if (!u16_at(cursor, AT_BODY, &size) || !u16_at(cursor, AT_DIALECT, &answer->dialect) ||
	    !u64_at(cursor, AT_TIME, &filetime))
		return "answers with a truncated SMB 2 negotiation";
	if (size != ANSWER_SIZE)
		return "answers with an SMB 2 negotiation that breaks the rules of its format";
	if (filetime == 0)
		return "keeps its time to itself in the SMB 2 negotiation";
	if (clock_time_of_filetime(filetime, &answer->reading.time) != NULL)
		return "says a time outside of the years 1970 to 2199";
	answer->reading.resolution = CLOCK_FILETIME_TICK;
	return NULL;
}

const char *smb2_answer_parse(struct arena *arena, const unsigned char *bytes, size_t length,
			      struct smb2_answer *ret_answer)
{
	struct cursor cursor = cursor_over(bytes, length);
	struct smb2_answer answer;
	const char *wrong = check_magic(bytes, length);

	if (wrong == NULL)
		wrong = check_header(arena, &cursor);
	if (wrong == NULL)
		wrong = read_body(&cursor, &answer);
	if (wrong == NULL)
		*ret_answer = answer;
	return wrong;
}
