/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/secret.h"

#include <stddef.h>
#include <string.h>

#include "core/array.h"
#include "core/text.h"

static bool ends_with(const char *text, const char *ending)
{
	size_t length = strlen(text), wanted = strlen(ending);

	return length >= wanted && strcmp(text + length - wanted, ending) == 0;
}

/* scheme://user:password@host, or user:password@host as curl takes it for a proxy */
static bool login_in_url(const char *value)
{
	const char *scheme = strstr(value, "://");
	const char *authority = scheme != NULL ? scheme + 3 : value;
	size_t length = strcspn(authority, "/?#");
	const char *at = memrchr(authority, '@', length);

	return at != NULL && memchr(authority, ':', (size_t)(at - authority)) != NULL;
}

static bool login_in_header(const char *value)
{
	static const char *const headers[] = {"Authorization:", "Proxy-Authorization:", "Cookie:", "X-Api-Key:"};

	for (size_t i = 0; i < ARRAY_LENGTH(headers); i++)
		if (text_has_prefix(value, headers[i]))
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
		if (ends_with(option, secrets[i]))
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
