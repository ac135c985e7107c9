/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_options.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/array.h"
#include "core/number.h"
#include "core/secret.h"
#include "net/curl.h"

static char *part(struct arena *arena, CURLU *url, CURLUPart what, unsigned flags)
{
	char *text = NULL, *copy;

	if (curl_url_get(url, what, &text, flags) != CURLUE_OK)
		return NULL;
	copy = arena_copy(arena, text, strlen(text));
	curl_free(text);
	return copy;
}

static const char *without_brackets(struct arena *arena, const char *host)
{
	size_t length = strlen(host);

	return host[0] == '[' && length > 2 && host[length - 1] == ']' ? arena_copy(arena, host + 1, length - 2) : host;
}

/* What people see of the URL. */
static const char *display_of(CURLU *url, struct arena *arena)
{
	autofree(CURLU) *shown = curl_url_dup(url);
	const char *text;

	if (shown == NULL)
		arena_exhausted(arena);
	curl_url_set(shown, CURLUPART_USER, NULL, 0);
	curl_url_set(shown, CURLUPART_PASSWORD, NULL, 0);
	curl_url_set(shown, CURLUPART_FRAGMENT, NULL, 0);
	text = part(arena, shown, CURLUPART_URL, 0);
	return text != NULL ? text_safe(arena, text) : "?";
}

const char *http_url_display(const char *text, struct arena *arena)
{
	autofree(CURLU) *url = curl_url();

	if (url == NULL)
		arena_exhausted(arena);
	return curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK ? display_of(url, arena)
								      : secret_hidden(arena, text);
}

static bool is_ascii(const char *text)
{
	while (*text != 0)
		if ((unsigned char)*text++ > 0x7f)
			return false;
	return true;
}

/* SCHEME://HOST: libcurl takes one or three slashes too, and then what was meant as the path for the host. */
static bool names_host(const char *text)
{
	const char *colon = text + strcspn(text, ":");

	return strncmp(colon, "://", 3) == 0 && colon[3] != '/';
}

static bool is_proxy_scheme(const char *scheme)
{
	static const char *const schemes[] = {"http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"};

	for (size_t i = 0; i < ARRAY_LENGTH(schemes); i++)
		if (strcmp(scheme, schemes[i]) == 0)
			return true;
	return false;
}

bool http_proxy_is_usable(const char *proxy, struct arena *arena)
{
	autofree(CURLU) *url = curl_url();
	const char *scheme, *host, *path, *port;

	if (url == NULL)
		arena_exhausted(arena);
	if (strpbrk(proxy, " \t\r\n") != NULL || (strstr(proxy, ":/") != NULL && !names_host(proxy)) ||
	    curl_url_set(url, CURLUPART_URL, proxy, CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) != CURLUE_OK)
		return false;
	scheme = part(arena, url, CURLUPART_SCHEME, 0);
	host = part(arena, url, CURLUPART_HOST, 0);
	path = part(arena, url, CURLUPART_PATH, 0);
	port = part(arena, url, CURLUPART_PORT, 0);
	/* a path with '@' is the rest of a password with '/' */
	return scheme != NULL && is_proxy_scheme(scheme) && host != NULL && *host != 0 && is_ascii(host) &&
	       (port == NULL || strcmp(port, "0") != 0) && (path == NULL || strchr(path, '@') == NULL);
}

static const char *describe(CURLU *url, struct http_endpoint *endpoint, struct arena *arena)
{
	const char *scheme = part(arena, url, CURLUPART_SCHEME, 0);
	const char *host = part(arena, url, CURLUPART_HOST, 0),
		   *port = part(arena, url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	int64_t number;

	if (scheme == NULL || host == NULL || port == NULL ||
	    (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		return "is not an http or https URL";
	if (!is_ascii(host))
		return "has a host name that is not ASCII: write its xn-- form";
	curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
	if (number_parse_whole(port, 1, UINT16_MAX, &number) != NULL)
		return "has no port from 1 to 65535";
	endpoint->tls = strcmp(scheme, "https") == 0;
	endpoint->host = without_brackets(arena, host);
	endpoint->port = (uint16_t)number;
	endpoint->url = part(arena, url, CURLUPART_URL, 0);
	endpoint->display = display_of(url, arena);
	return NULL;
}

const char *http_endpoint_read(const char *text, struct arena *arena, struct http_endpoint *ret_endpoint)
{
	autofree(CURLU) *url = curl_url();

	if (url == NULL)
		arena_exhausted(arena);
	if (strpbrk(text, " \t\r\n") != NULL || !names_host(text) ||
	    curl_url_set(url, CURLUPART_URL, text, 0) != CURLUE_OK)
		return "is not a URL (http://HOST/PATH)";
	return describe(url, ret_endpoint, arena);
}

static const char *endpoint_of_url(const char *text, struct http_endpoint *endpoint, struct arena *arena)
{
	const char *wrong = http_endpoint_read(text, arena, endpoint);

	return wrong == NULL ? NULL : text_format(arena, "--url: '%s' %s", secret_hidden(arena, text), wrong);
}

static const char *endpoint_of_host(const struct http_options *options, const char *path,
				    struct http_endpoint *endpoint, struct arena *arena)
{
	const char *host = options->hostname;
	bool bare_ipv6 = strchr(host, ':') != NULL && host[0] != '[';
	uint16_t port = options->port != 0 ? options->port : options->tls ? 443 : 80;
	autofree(CURLU) *url = curl_url();
	const char *wrong;

	if (url == NULL)
		arena_exhausted(arena);
	if (strpbrk(host, "/?#@%\\ \t\r\n") != NULL ||
	    curl_url_set(url, CURLUPART_SCHEME, options->tls ? "https" : "http", 0) ||
	    curl_url_set(url, CURLUPART_HOST, bare_ipv6 ? text_format(arena, "[%s]", host) : host, 0))
		return text_format(arena, "--hostname: '%s' is not a host name or address", secret_hidden(arena, host));
	if (options->port != 0)
		curl_url_set(url, CURLUPART_PORT, text_format(arena, "%u", port), 0);
	if (path[0] != '/' || strpbrk(path, " \t\r\n#") != NULL)
		return text_format(arena, "--path: '%s' does not begin with / or holds blanks",
				   secret_hidden(arena, path));
	curl_url_set(url, CURLUPART_PATH, arena_copy(arena, path, strcspn(path, "?")), 0);
	if (strchr(path, '?') != NULL)
		curl_url_set(url, CURLUPART_QUERY, strchr(path, '?') + 1, 0);
	wrong = describe(url, endpoint, arena);
	return wrong == NULL ? NULL : text_format(arena, "--hostname: '%s' %s", secret_hidden(arena, host), wrong);
}

static const char *unreadable(const char *option, const char *file, struct arena *arena)
{
	if (file == NULL || access(file, R_OK) == 0)
		return NULL;
	return text_format(arena, "%s: %s: %s", option, text_safe(arena, file), strerror(errno));
}

/* A line end would begin another header. */
static bool holds_control(const char *text)
{
	for (; *text != 0; text++)
		if (((unsigned char)*text < ' ' && *text != '\t') || *text == 0x7f)
			return true;
	return false;
}

/* Its value may be a secret: it is told by its number. */
static const char *bad_header(const struct http_options *options, struct arena *arena)
{
	for (size_t i = 0; i < options->headers.count; i++) {
		const char *line = options->headers.items[i];
		size_t name = strcspn(line, ": \t");

		if (name == 0 || line[name] != ':' || holds_control(line))
			return text_format(arena, "--header: number %zu is not 'Name: value'", i + 1);
	}
	if (options->user_agent != NULL && holds_control(options->user_agent))
		return "--useragent: holds control characters";
	return NULL;
}

const char *http_options_address(const struct http_options *options, struct arena *arena)
{
	return options->resolve != NULL ? without_brackets(arena, options->resolve) : NULL;
}

static const char *contradiction(const struct http_options *options, struct arena *arena)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	const char *address = http_options_address(options, arena);
	const char *wrong = unreadable("--ca-cert", options->ca_cert, arena);

	if (options->hostname != NULL && options->urls.count != 0)
		return "give --url or --hostname, not both (a path goes into --path)";
	if (options->hostname == NULL && (options->port != 0 || options->tls || options->path != NULL))
		return "--port, --ssl and --path go with --hostname (a URL names them itself)";
	if (options->private_key != NULL && options->client_cert == NULL)
		return "--private-key needs --client-cert";
	if (options->ca_cert != NULL && options->insecure)
		return "--ca-cert and --insecure exclude each other";
	if (address != NULL && inet_pton(AF_INET, address, bytes) != 1 && inet_pton(AF_INET6, address, bytes) != 1)
		return text_format(arena, "--resolve: '%s' is not an IP address",
				   secret_hidden(arena, options->resolve));
	if (options->proxy != NULL && !http_proxy_is_usable(options->proxy, arena))
		return text_format(arena, "--proxy: '%s' is not a proxy ([SCHEME://]HOST[:PORT])",
				   secret_hidden(arena, options->proxy));
	if (wrong == NULL)
		wrong = unreadable("--client-cert", options->client_cert, arena);
	if (wrong == NULL)
		wrong = unreadable("--private-key", options->private_key, arena);
	return wrong != NULL ? wrong : bad_header(options, arena);
}

const char *http_options_endpoints(const struct http_options *options, const char *default_path, struct arena *arena,
				   struct http_endpoints *ret_endpoints)
{
	size_t count = options->hostname != NULL ? 1 : options->urls.count;
	struct http_endpoint *items = arena_allocate(arena, (count + 1) * sizeof *items);
	const char *wrong = contradiction(options, arena);

	if (wrong == NULL && options->hostname != NULL)
		wrong = endpoint_of_host(options, options->path != NULL ? options->path : default_path, items, arena);
	for (size_t i = 0; wrong == NULL && i < options->urls.count; i++)
		wrong = endpoint_of_url(options->urls.items[i], &items[i], arena);
	for (size_t i = 0; i < count; i++)
		items[i].address = options->resolve;
	if (wrong == NULL)
		*ret_endpoints = (struct http_endpoints){.items = items, .count = count};
	return wrong;
}

const char *http_endpoints_target(const struct http_endpoints *endpoints, struct arena *arena)
{
	struct text_buffer buffer = {.arena = arena};

	for (size_t i = 0; i < endpoints->count; i++)
		text_append(&buffer, "%s%s", i != 0 ? "," : "", endpoints->items[i].display);
	return text_of(&buffer);
}
