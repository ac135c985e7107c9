/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of every plugin that asks by HTTP (interface, chapter 1), and the endpoints that they name. */
#ifndef NET_HTTP_OPTIONS_H
#define NET_HTTP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/options.h"
#include "core/text.h"

enum redirect_policy { REDIRECT_FOLLOW, REDIRECT_OK, REDIRECT_WARNING, REDIRECT_CRITICAL };

struct http_options {
	struct text_list urls;
	const char *hostname;
	uint16_t port;
	bool tls;
	const char *path;
	const char *ca_cert;
	bool insecure;
	const char *client_cert, *private_key;
	const char *proxy, *noproxy;
	const char *user_agent; /* NULL: the plugin's own */
	struct text_list headers;
	int redirects; /* enum redirect_policy */
	const char *resolve;
};

/* Whom to ask: of the plugins that ask one kind of URL. */
#define HTTP_TARGET_OPTIONS(type, member) \
	OPTION('u', "url", type, member.urls, "URL", \
	       "Ask this URL (http or https). May be repeated: one run, all at once."), \
		OPTION('H', "hostname", type, member.hostname, "HOST", \
		       "Ask this host (name or address) instead of a whole URL."), \
		OPTION('p', "port", type, member.port, "PORT", "Port of --hostname (default 80, with --ssl 443)."), \
		OPTION('S', "ssl", type, member.tls, NULL, "Use https with --hostname."), \
		OPTION(0, "path", type, member.path, "PATH", "Path of --hostname (default /certsrv/mscep/mscep.dll).")

#define HTTP_REDIRECT_FOLLOWED \
	"What a redirect is: followed (default, at most 5), or a finding of that state. Has no short name."

/* How to ask. redirect: what --onredirect does, and by default. */
#define HTTP_TRANSPORT_OPTIONS(type, member, redirect) \
	OPTION(0, "ca-cert", type, member.ca_cert, "FILE|DIR", \
	       "Trust the certificates of FILE (PEM) or of the hashed folder DIR instead of the system's."), \
		OPTION(0, "insecure", type, member.insecure, NULL, "Do not verify the server's TLS certificate."), \
		OPTION('J', "client-cert", type, member.client_cert, "FILE", \
		       "Log in with this TLS client certificate (PEM)."), \
		OPTION('K', "private-key", type, member.private_key, "FILE", \
		       "Private key of --client-cert (PEM; default: in the same file)."), \
		OPTION('x', "proxy", type, member.proxy, "[SCHEME://]HOST[:PORT]", \
		       "Ask through this proxy. Without it http_proxy and https_proxy of the environment are used."), \
		OPTION(0, "noproxy", type, member.noproxy, "LIST", \
		       "Hosts that are asked without the proxy, parted by commas; * is all (default: no_proxy of the " \
		       "environment)."), \
		OPTION('A', "useragent", type, member.user_agent, "TEXT", \
		       "Send this User-Agent (default: the plugin's name)."), \
		OPTION('k', "header", type, member.headers, "LINE", \
		       "Send this header line ('Name: value'). May be repeated."), \
		OPTION(0, "onredirect", type, member.redirects, "follow|ok|warning|critical", redirect, \
		       .words = "follow|ok|warning|critical"), \
		OPTION('I', "resolve", type, member.resolve, "ADDRESS", \
		       "Connect to ADDRESS instead of resolving the name; TLS and the Host header keep the name.")

#define HTTP_OPTIONS(type, member) \
	HTTP_TARGET_OPTIONS(type, member), HTTP_TRANSPORT_OPTIONS(type, member, HTTP_REDIRECT_FOLLOWED)

/* Where to ask. url has no login and no fragment in display. */
struct http_endpoint {
	const char *url;     /* as it is asked */
	const char *display; /* fit to print: no login, sanitised */
	const char *host;    /* without brackets */
	const char *address; /* --resolve: where it is asked instead of where the name leads; NULL: not given */
	uint16_t port;
	bool tls;
};

struct http_endpoints {
	struct http_endpoint *items;
	size_t count;
};

/* The endpoint of a URL. Returns NULL, or what is wrong, fit to stand behind it: "is not a URL (...)". Constant. */
const char *http_endpoint_read(const char *url, struct arena *arena, struct http_endpoint *ret_endpoint);

/*
 * Makes the endpoints of the options. default_path: for --hostname without --path.
 * Returns NULL, or what is wrong or contradictory. No endpoint at all is no error here: *ret_endpoints is empty then.
 */
const char *http_options_endpoints(const struct http_options *options, const char *default_path, struct arena *arena,
				   struct http_endpoints *ret_endpoints);

/* Will libcurl take this for a proxy: [SCHEME://]HOST[:PORT]? */
bool http_proxy_is_usable(const char *proxy, struct arena *arena);

/* The address of --resolve without the brackets that may stand around it; NULL: none. */
const char *http_options_address(const struct http_options *options, struct arena *arena);

/* A URL for a sentence: no login, no fragment, sanitised. */
const char *http_url_display(const char *text, struct arena *arena);

/* The endpoints' displays, parted by commas: what a run is about. */
const char *http_endpoints_target(const struct http_endpoints *endpoints, struct arena *arena);

#endif
