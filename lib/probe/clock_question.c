/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "clock/krb.h"
#include "clock/ntp.h"
#include "clock/rootdse.h"
#include "clock/smb2.h"
#include "core/array.h"
#include "core/host_port.h"
#include "core/number.h"
#include "probe/probe_clock.h"
#include "rpc/endpoint_map.h"

static const struct {
	const char *word;
	uint16_t port;
} schemes[] = {
	[CLOCK_NTP] = {"ntp", NTP_PORT},
	[CLOCK_KERBEROS] = {"kerberos", KRB_PORT},
	[CLOCK_SMB] = {"smb", SMB2_PORT},
	[CLOCK_LDAP] = {"ldap", ROOTDSE_PORT},
	[CLOCK_CLDAP] = {"cldap", ROOTDSE_PORT},
	[CLOCK_RPC] = {"rpc", ENDPOINT_MAPPER_PORT},
	[CLOCK_HTTP] = {"http", 80},
	[CLOCK_HTTPS] = {"https", 443},
	[CLOCK_LDAPS] = {"ldaps", 636},
};

const char *clock_scheme_name(enum clock_scheme scheme)
{
	return (size_t)scheme < ARRAY_LENGTH(schemes) ? schemes[scheme].word : NULL;
}

uint16_t clock_scheme_port(enum clock_scheme scheme)
{
	return schemes[scheme].port;
}

bool clock_needs_web(enum clock_scheme scheme)
{
	return scheme >= CLOCK_HTTP;
}

static const char *read_name(const char *text, const char *end, struct arena *arena, const char **ret_name)
{
	if (text == end || end - text > 40)
		return "has no name in front of =, or one that is too long";
	for (const char *at = text; at < end; at++)
		if (!isalnum((unsigned char)*at) && strchr("_.-", *at) == NULL)
			return "has a name with other letters than a-z, 0-9, _, . and -";
	*ret_name = arena_copy(arena, text, (size_t)(end - text));
	return NULL;
}

static const char *read_scheme(const char *text, size_t length, struct clock_question *question)
{
	for (size_t i = 0; i < ARRAY_LENGTH(schemes); i++)
		if (strlen(schemes[i].word) == length && strncasecmp(schemes[i].word, text, length) == 0) {
			question->scheme = (enum clock_scheme)i;
			question->port = schemes[i].port;
			return NULL;
		}
	return "has none of the schemes http, https, ntp, ldap, ldaps, cldap, smb, kerberos, rpc";
}

static const char *read_port(const char *text, struct clock_question *question)
{
	int64_t port;

	if (number_parse_whole(text, 1, 65535, &port) != NULL)
		return "has a port that is not from 1 to 65535";
	question->port = (uint16_t)port;
	return NULL;
}

/* HOST, HOST:PORT, [IPV6], [IPV6]:PORT */
static const char *read_place(const char *place, struct arena *arena, struct clock_question *question)
{
	const char *end = *place == '[' ? strchr(place, ']') : place + strcspn(place, ":");
	const char *begin = place + (*place == '[');

	if (end == NULL || end == begin || end - begin > 250)
		return "names no host";
	for (const char *at = begin; at < end; at++)
		if (iscntrl((unsigned char)*at) || strchr(" @?#\\<>|\"", *at) != NULL)
			return "has a host that is none";
	question->host = arena_copy(arena, begin, (size_t)(end - begin));
	end += *place == '[';
	if (*end == ':')
		return read_port(end + 1, question);
	return *end == 0 ? NULL : "has something behind its host that is no port";
}

/* "user@REALM", "user" or nothing; the realm is the host's domain, REALM for an address and a name without one. */
static void read_principal(struct arena *arena, struct clock_question *question)
{
	const char *path = question->path + (*question->path == '/'), *at = strrchr(path, '@');
	const char *domain = strchr(question->host, '.');
	size_t length = at != NULL ? (size_t)(at - path) : strlen(path);
	char *realm;

	question->principal = length != 0 ? arena_copy(arena, path, length) : "check_clock_skew";
	if (at != NULL) {
		question->realm = at + 1;
		return;
	}
	if (domain == NULL || host_is_address(question->host))
		domain = ".REALM";
	realm = arena_copy(arena, domain + 1, strlen(domain + 1));
	for (char *letter = realm; *letter != 0; letter++)
		*letter = (char)toupper((unsigned char)*letter);
	question->realm = realm;
}

const char *clock_question_parse(const char *text, struct arena *arena, struct clock_question *ret_question)
{
	struct clock_question question = {0};
	const char *scheme = text, *separator = strstr(text, "://"), *equals = strchr(text, '='), *path, *wrong = NULL;

	if (separator == NULL)
		return "has no scheme: SCHEME://HOST[:PORT] is wanted, such as ntp://dc1.example.com";
	if (equals != NULL && equals < separator) {
		wrong = read_name(text, equals, arena, &question.name);
		scheme = equals + 1;
	}
	if (wrong == NULL)
		wrong = read_scheme(scheme, (size_t)(separator - scheme), &question);
	path = separator + 3 + strcspn(separator + 3, "/");
	question.path = path;
	if (wrong == NULL)
		wrong = read_place(arena_copy(arena, separator + 3, (size_t)(path - separator - 3)), arena, &question);
	if (wrong == NULL && (question.scheme == CLOCK_HTTP || question.scheme == CLOCK_HTTPS))
		question.url = scheme;
	else if (wrong == NULL && question.scheme == CLOCK_KERBEROS)
		read_principal(arena, &question);
	else if (wrong == NULL && strcmp(path, "") != 0 && strcmp(path, "/") != 0)
		wrong = "has a path, which only http, https and kerberos know";
	if (wrong == NULL)
		*ret_question = question;
	return wrong;
}
