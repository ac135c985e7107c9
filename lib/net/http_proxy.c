/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/array.h"
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

static const char *first_of_environment(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != 0)
			return names[i];
	}
	return NULL;
}

/*
 * The variable with the proxy; NULL: none. As libcurl reads it: HTTP_PROXY in upper case is ignored, since a web server
 * sets it from a header.
 */
static const char *proxy_variable(bool tls)
{
	static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
	static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};

	return tls ? first_of_environment(secure, ARRAY_LENGTH(secure))
		   : first_of_environment(plain, ARRAY_LENGTH(plain));
}

static bool is_exempt(const struct http_options *options, const struct http_endpoint *endpoint)
{
	static const char *const names[] = {"no_proxy", "NO_PROXY"};
	const char *variable = first_of_environment(names, ARRAY_LENGTH(names));
	const char *list = options->noproxy != NULL ? options->noproxy : variable != NULL ? getenv(variable) : NULL;

	return noproxy_covers(list, endpoint->host);
}

/* As it was given; NULL: none. *ret_place: where. */
static const char *proxy_given(const struct http_options *options, bool tls, const char **ret_place)
{
	const char *variable = proxy_variable(tls);

	*ret_place = options->proxy != NULL ? "--proxy" : variable;
	if (options->proxy != NULL)
		return options->proxy;
	return variable != NULL ? getenv(variable) : NULL;
}

const char *http_proxy_of(const struct http_options *options, const struct http_endpoint *endpoint, struct arena *arena)
{
	const char *place, *proxy = proxy_given(options, endpoint->tls, &place);

	return proxy == NULL || is_exempt(options, endpoint) ? NULL : secret_hidden(arena, proxy);
}

const char *http_proxy_wrong(const struct http_options *options, const struct http_endpoint *endpoint,
			     struct arena *arena)
{
	const char *place, *proxy = proxy_given(options, endpoint->tls, &place);

	if (proxy == NULL || is_exempt(options, endpoint) || http_proxy_is_usable(proxy, arena))
		return NULL;
	return text_format(arena, "%s is not a proxy ([SCHEME://]HOST[:PORT]): '%s'", place,
			   secret_hidden(arena, proxy));
}
