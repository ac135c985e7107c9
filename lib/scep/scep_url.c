/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scep/scep_url.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/text.h"

static const char *escaped(struct arena *arena, const char *text)
{
	struct text_buffer buffer = {.arena = arena};

	for (; *text != 0; text++)
		if (isalnum((unsigned char)*text) || strchr("-._~", *text) != NULL)
			text_append(&buffer, "%c", *text);
		else
			text_append(&buffer, "%%%02X", (unsigned char)*text);
	return text_of(&buffer);
}

const char *scep_url_operation(struct arena *arena, const char *base, const char *operation, const char *message)
{
	return text_format(arena, "%s%coperation=%s&message=%s", base, strchr(base, '?') != NULL ? '&' : '?', operation,
			   escaped(arena, message));
}

const char *scep_url_long(struct arena *arena, const char *base, const char *message, unsigned kilobytes)
{
	const char *url = scep_url_operation(arena, base, "GetCACaps", message);
	size_t query = strlen(strchr(url, '?') + 1) + strlen("&probe="), wanted = (size_t)kilobytes * 1024;
	size_t length = wanted > query ? wanted - query : 0;
	char *padding = arena_allocate(arena, length + 1);

	memset(padding, 'x', length);
	return text_format(arena, "%s&probe=%s", url, padding);
}

const char *scep_url_other_form(struct arena *arena, const char *base)
{
	static const char tail[] = "/pkiclient.exe";
	size_t path = strcspn(base, "?");
	size_t bare = path > strlen(tail) ? path - strlen(tail) : 0;

	if (bare > 0 && strncasecmp(base + bare, tail, strlen(tail)) == 0)
		return text_format(arena, "%.*s%s", (int)bare, base, base + path);
	return text_format(arena, "%.*s%s%s", (int)path, base, base[path - 1] == '/' ? tail + 1 : tail, base + path);
}

const char *scep_url_with_path(struct arena *arena, const char *base, const char *path)
{
	const char *authority = strstr(base, "://");
	const char *end = authority != NULL ? authority + 3 + strcspn(authority + 3, "/?#") : base;

	return text_format(arena, "%.*s%s%s", (int)(end - base), base, *path == '/' ? "" : "/", path);
}
