/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw_script.h"

#include <stdint.h>
#include <string.h>

#include "cleanup.h"
#include "raw.h"

#define OK_LINE "HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/10.0\r\n"
#define TEXT_HEADERS OK_LINE "Content-Type: text/plain\r\n"
#define SIXTEEN "0123456789abcdef"
#define SIXTY_FOUR SIXTEEN SIXTEEN SIXTEEN SIXTEEN
#define BLOCK SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR
#define LARGE_BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK
#define ENDLESS SIZE_MAX

static const struct raw_script scripts[] = {
	{ .name = "stall-accept", .deaf = true },
	{ .name = "stall-tls", .never = true, .end = RAW_HOLD },
	{ .name = "stall-headers", .never = true, .end = RAW_HOLD },
	{ .name = "stall-body", .prefix = TEXT_HEADERS "Content-Length: 1000\r\n\r\n0123456789", .end = RAW_HOLD },
	{ .name = "drip", .prefix = TEXT_HEADERS "Content-Length: 8\r\n\r\nSHA-256\n", .pause = 1000, .end = RAW_HOLD },
	{ .name = "reset", .end = RAW_RESET },
	{ .name = "close", .end = RAW_CLOSE },
	{ .name = "endless-body",
	  .prefix = OK_LINE "Content-Type: application/x-x509-ca-ra-cert\r\n\r\n",
	  .filler = LARGE_BLOCK,
	  .filler_length = ENDLESS },
	{ .name = "endless-headers",
	  .prefix = OK_LINE,
	  .filler = "X-Endless: " SIXTY_FOUR "\r\n",
	  .filler_length = ENDLESS },
	{ .name = "not-http", .greeting = true, .prefix = "SSH-2.0-x\r\n", .end = RAW_HOLD },
	{ .name = "half-status", .prefix = "HTTP/1.", .end = RAW_CLOSE },
	{ .name = "huge-header",
	  .prefix = TEXT_HEADERS "X-Huge: ",
	  .filler = LARGE_BLOCK,
	  .filler_length = 10 * 1024 * 1024,
	  .suffix = "\r\nContent-Length: 8\r\n\r\nSHA-256\n",
	  .end = RAW_CLOSE },
};

const struct raw_script *raw_script_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(scripts); i++)
		if (strcmp(scripts[i].name, name) == 0)
			return &scripts[i];
	return NULL;
}

void raw_list(FILE *output)
{
	fputc(' ', output);
	for (size_t i = 0; i < ARRAY_LENGTH(scripts); i++)
		fprintf(output, " %s", scripts[i].name);
	fputc('\n', output);
}

static const char *text_piece(const char *text, size_t from, size_t *ret_length)
{
	*ret_length = text ? strlen(text) - from : 0;
	return text ? text + from : "";
}

const char *raw_script_piece(const struct raw_script *script, size_t sent, size_t *ret_length)
{
	size_t prefix = script->prefix ? strlen(script->prefix) : 0;
	size_t filler = script->filler ? strlen(script->filler) : 0;
	const char *piece;

	if (sent < prefix)
		return text_piece(script->prefix, sent, ret_length);
	if (sent - prefix < script->filler_length) {
		size_t left = script->filler_length - (sent - prefix);

		piece = text_piece(script->filler, (sent - prefix) % filler, ret_length);
		if (*ret_length > left)
			*ret_length = left;
		return piece;
	}
	return text_piece(script->suffix, sent - prefix - script->filler_length, ret_length);
}
