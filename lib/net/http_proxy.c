/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/secret.h"
#include "net/http.h"

/* One entry of a noproxy list: the host itself or a domain above it, with or without a leading dot. */
static bool entry_covers(const char *entry, size_t length, const char *host)
{
	size_t host_length = strlen(host);

	if (length > 0 && entry[0] == '.') {
		entry++;
		length--;
	}
	if (length == 0 || length > host_length || strncasecmp(host + host_length - length, entry, length) != 0)
		return false;
	return length == host_length || host[host_length - length - 1] == '.';
}

static bool noproxy_covers(const char *list, const char *host)
{
	if (list == NULL)
		return false;
	if (strcmp(list, "*") == 0)
		return true;
	while (*list != 0) {
		size_t length;

		list += strspn(list, ", ");
		length = strcspn(list, ", ");
		if (entry_covers(list, length, host))
			return true;
		list += length;
	}
	return false;
}

static const char *first_of_environment(const char *one, const char *other)
{
	const char *value = getenv(one);

	return value != NULL && *value != 0 ? value : getenv(other);
}

/* As libcurl reads it: HTTP_PROXY in upper case is ignored, since a web server sets it from a header. */
static const char *environment_proxy(bool tls)
{
	const char *value = tls ? first_of_environment("https_proxy", "HTTPS_PROXY") : getenv("http_proxy");

	return value != NULL && *value != 0 ? value : first_of_environment("all_proxy", "ALL_PROXY");
}

const char *http_proxy_of(const struct http_options *options, const struct http_endpoint *endpoint, struct arena *arena)
{
	const char *proxy = options->proxy != NULL ? options->proxy : environment_proxy(endpoint->tls);
	const char *list = options->noproxy != NULL ? options->noproxy : first_of_environment("no_proxy", "NO_PROXY");

	if (proxy == NULL || *proxy == 0 || noproxy_covers(list, endpoint->host))
		return NULL;
	return secret_hidden(arena, proxy);
}
