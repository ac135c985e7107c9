/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/secret.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/array.h"
#include "core/text.h"

/* scheme://user:password@host, or user:password@host as curl takes it for a proxy */
static bool login_in_url(const char *value)
{
	const char *scheme = strstr(value, "://");
	const char *authority = scheme != NULL ? scheme + 3 : value;
	size_t length = strcspn(authority, "/?#");
	const char *at = memrchr(authority, '@', length);

	return at != NULL && memchr(authority, ':', (size_t)(at - authority)) != NULL;
}

static bool name_holds(const char *name, size_t length, const char *word)
{
	size_t wanted = strlen(word);

	for (size_t at = 0; at + wanted <= length; at++)
		if (strncasecmp(name + at, word, wanted) == 0)
			return true;
	return false;
}

/* "Authorization: Basic x"; blanks around the name don't hide it. */
static bool login_in_header(const char *line)
{
	static const char *const names[] = {"authorization", "proxy-authorization", "cookie"};
	static const char *const words[] = {"token", "secret", "password", "api-key"};
	const char *name = line + strspn(line, " \t"), *colon = strchr(name, ':');
	size_t length = strcspn(name, ": \t");

	if (colon == NULL)
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (length == strlen(names[i]) && name_holds(name, length, names[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (name_holds(name, (size_t)(colon - name), words[i]))
			return true;
	return false;
}

bool secret_in(const char *option, const char *value)
{
	static const char *const urls[] = {"url", "proxy", "crl", "scep", "tls"};
	static const char *const secrets[] = {"password", "passwd", "passphrase", "authorization", "challenge"};
	bool letter = strlen(option) == 1;

	if (letter)
		return login_in_url(value) || login_in_header(value);
	for (size_t i = 0; i < ARRAY_LENGTH(urls); i++)
		if (strcmp(option, urls[i]) == 0)
			return login_in_url(value);
	if (strcmp(option, "header") == 0)
		return login_in_header(value);
	for (size_t i = 0; i < ARRAY_LENGTH(secrets); i++)
		if (text_has_ending(option, secrets[i]))
			return *value != 0;
	return false;
}

const char *secret_hidden(struct arena *arena, const char *value)
{
	const char *scheme = strstr(value, "://"), *at = strrchr(value, '@');
	const char *authority = scheme != NULL ? scheme + 3 : value;

	if (at == NULL)
		return text_safe(arena, value);
	if (authority > at)
		authority = value;
	return text_safe(arena, text_format(arena, "%.*s...%s", (int)(authority - value), value, at));
}
