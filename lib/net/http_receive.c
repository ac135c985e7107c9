/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a response brings: its headers, and its body into a buffer or a sink; both with their caps. */
#include <string.h>
#include <strings.h>

#include "net/http_challenge.h"
#include "net/http_transfer.h"
#include "net/real_time.h"

enum { HEADER_BYTES_MAX = 64 * 1024, CHALLENGE_MAX = 8192 };

static void forget_response(struct http_answer *answer)
{
	answer->server = answer->content_type = answer->location = NULL;
	answer->www_authenticate = answer->content_encoding = NULL;
	answer->date = answer->via = answer->challenge = NULL;
}

/* Keeps the value of a header line if it is the wanted one; a repeated header is joined. */
static void take_header(struct arena *arena, const char *line, size_t length, const char *name, const char **place)
{
	size_t name_length = strlen(name);
	const char *value;

	if (length <= name_length || strncasecmp(line, name, name_length) != 0 || line[name_length] != ':')
		return;
	value = line + name_length + 1;
	length -= name_length + 1;
	while (length > 0 && strchr(" \t", *value) != NULL)
		value++, length--;
	while (length > 0 && strchr(" \t\r\n", value[length - 1]) != NULL)
		length--;
	value = text_foreign(arena, value, length, TEXT_FOREIGN_MAX);
	*place = *place == NULL ? value : text_safe(arena, text_format(arena, "%s, %s", *place, value));
}

/* "WWW-Authenticate: NTLM TlRM...": a token of base64, longer than what is printed. */
static void take_challenge(struct arena *arena, const char *line, size_t length, const char **place)
{
	static const char name[] = "WWW-Authenticate:";
	size_t prefix = strlen(name);
	struct octets token;

	if (length > prefix && strncasecmp(line, name, prefix) == 0 &&
	    http_challenge_find((struct octets){(const unsigned char *)line + prefix, length - prefix}, &token) &&
	    token.length <= CHALLENGE_MAX)
		*place = arena_copy(arena, token.bytes, token.length);
}

/* Is that the line behind the headers of the answer: not of an interim one, nor of a redirect that is followed? */
static bool ends_headers(const struct transfer *transfer, const char *line, size_t length)
{
	bool follows = transfer->options->redirects == REDIRECT_FOLLOW && transfer->request->answer.location != NULL;
	long status = 0;

	if (length == 0 || (line[0] != '\r' && line[0] != '\n'))
		return false;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	return status >= 200 && !(follows && status >= 300 && status <= 399);
}

static size_t collect_header(char *line, size_t size, size_t count, void *untyped)
{
	struct transfer *transfer = untyped;
	struct http_answer *answer = &transfer->request->answer;
	struct arena *arena = transfer->run->arena;
	size_t length = size * count;

	transfer->header_bytes += length;
	if (transfer->header_bytes > HEADER_BYTES_MAX) {
		transfer->too_large = true;
		return 0;
	}
	if (length > 5 && strncmp(line, "HTTP/", 5) == 0) {
		forget_response(answer);
		answer->answered = real_time();
		transfer->age = transfer->expires = transfer->cache_control = NULL;
	}
	take_header(arena, line, length, "Server", &answer->server);
	take_header(arena, line, length, "Content-Type", &answer->content_type);
	take_header(arena, line, length, "Content-Encoding", &answer->content_encoding);
	take_header(arena, line, length, "WWW-Authenticate", &answer->www_authenticate);
	take_header(arena, line, length, "Location", &answer->location);
	take_header(arena, line, length, "Age", &transfer->age);
	take_header(arena, line, length, "Expires", &transfer->expires);
	take_header(arena, line, length, "Cache-Control", &transfer->cache_control);
	take_header(arena, line, length, "Date", &answer->date);
	take_header(arena, line, length, "Via", &answer->via);
	take_challenge(arena, line, length, &answer->challenge);
	if (transfer->request->headers_only && ends_headers(transfer, line, length)) {
		transfer->enough = true;
		return 0;
	}
	return length;
}

static bool goes_into_sink(const struct transfer *transfer)
{
	long status = 0;

	if (transfer->request->sink == NULL)
		return false;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	return status == 200 || status == 206;
}

static size_t collect_body(char *bytes, size_t size, size_t count, void *untyped)
{
	struct transfer *transfer = untyped;
	const struct http_sink *sink = transfer->request->sink;
	size_t length = size * count;

	transfer->request->answer.received += length;
	if (goes_into_sink(transfer)) {
		transfer->enough = !sink->take(sink->context, bytes, length);
		return transfer->enough ? 0 : length;
	}
	if (transfer->body.length + length > transfer->request->body_max) {
		transfer->too_large = true;
		return 0;
	}
	text_append_bytes(&transfer->body, bytes, length);
	return length;
}

/* The connection stands, TLS too: the request leaves now. (libcurl's own times are taken too late for clocks.) */
static int note_request(void *untyped, char *address, char *own, int port, int own_port)
{
	struct transfer *transfer = untyped;

	(void)address, (void)own, (void)port, (void)own_port;
	transfer->request->answer.asked = real_time();
	return CURL_PREREQFUNC_OK;
}

void transfer_receive(struct transfer *transfer)
{
	CURL *easy = transfer->easy;

	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, collect_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, collect_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, note_request);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}
