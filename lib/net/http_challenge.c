/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_challenge.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"

static struct octets behind(struct octets text, size_t count)
{
	return (struct octets){.bytes = text.bytes + count, .length = text.length - count};
}

/* How many bytes at the beginning are among these? */
static size_t span(struct octets text, const char *accepted)
{
	size_t count = 0;

	while (count < text.length && text.bytes[count] != 0 && strchr(accepted, text.bytes[count]) != NULL)
		count++;
	return count;
}

/* Up to the next comma that is not within quotes. */
static size_t element_length(struct octets text)
{
	bool quoted = false;
	size_t at = 0;

	for (; at < text.length && (quoted || text.bytes[at] != ','); at++) {
		if (text.bytes[at] == '"')
			quoted = !quoted;
		else if (quoted && text.bytes[at] == '\\' && at + 1 < text.length)
			at++;
	}
	return at;
}

/* The name of a scheme and the blanks behind it; 0: it is none whose token is wanted. */
static size_t scheme_length(struct octets element)
{
	static const char *const schemes[] = {"NTLM", "Negotiate"};

	for (size_t i = 0; i < ARRAY_LENGTH(schemes); i++) {
		size_t length = strlen(schemes[i]), blanks;

		if (element.length <= length || strncasecmp((const char *)element.bytes, schemes[i], length) != 0)
			continue;
		blanks = span(behind(element, length), " \t");
		if (blanks != 0)
			return length + blanks;
	}
	return 0;
}

/* token68 (RFC 9110 11.2), and nothing behind it: a parameter such as realm="x" is none. */
static bool take_token(struct octets element, struct octets *ret_token)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";
	size_t scheme = scheme_length(element), length;
	struct octets token = behind(element, scheme), rest;

	length = span(token, letters);
	if (scheme == 0 || length == 0)
		return false;
	length += span(behind(token, length), "=");
	rest = behind(token, length);
	if (span(rest, " \t\r\n") != rest.length)
		return false;
	*ret_token = (struct octets){.bytes = token.bytes, .length = length};
	return true;
}

bool http_challenge_find(struct octets value, struct octets *ret_token)
{
	bool found = false;

	while (value.length != 0) {
		struct octets element = {.bytes = value.bytes, .length = element_length(value)};

		element = behind(element, span(element, " \t"));
		found |= take_token(element, ret_token);
		value = behind(value, (size_t)(element.bytes - value.bytes) + element.length);
		value = behind(value, value.length != 0 ? 1 : 0);
	}
	return found;
}
