/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http_transfer.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "core/number.h"
#include "net/http_freshness.h"
#include "net/resolve.h"

enum { REDIRECTS_MAX = 5 };

#define AGE_MAX 2147483648.0 /* seconds: what is more stands for this (RFC 9111 1.2.2) */

static void set_trust(CURL *easy, const struct http_options *options)
{
	struct stat status;
	bool folder = options->ca_cert != NULL && stat(options->ca_cert, &status) == 0 && S_ISDIR(status.st_mode);

	if (options->insecure) {
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	/* a hashed folder costs nothing; the system's bundle of 140 certificates 30 ms of CPU (facts: crl.md, 6.3) */
	curl_easy_setopt(easy, CURLOPT_CAPATH,
			 options->ca_cert == NULL ? SUITE_CA_PATH
			 : folder                 ? options->ca_cert
						  : NULL);
	curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_cert == NULL || folder ? NULL : options->ca_cert);
}

static void set_proxy(CURL *easy, const struct http_options *options, bool direct)
{
	if (direct) {
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
		return;
	}
	if (options->proxy != NULL)
		curl_easy_setopt(easy, CURLOPT_PROXY, options->proxy);
	if (options->noproxy != NULL)
		curl_easy_setopt(easy, CURLOPT_NOPROXY, options->noproxy);
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* HTTP and HTTPS only, here and after a redirect. */
static void set_protocols(CURL *easy)
{
#if CURL_AT_LEAST_VERSION(7, 85, 0)
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1); /* as WinHTTP's SCEP client */
}

/* NULL, or that -4 or -6 excludes the address: libcurl would ask another one. */
static const char *other_family(const struct run *run, const char *address)
{
	bool ipv6 = strchr(address, ':') != NULL;

	if (run->family == FAMILY_ANY || (run->family == FAMILY_IPV6) == ipv6)
		return NULL;
	return text_format(run->arena, "--resolve=%s and %s exclude each other", address, ipv6 ? "-4" : "-6");
}

/* "name:port:address" for the name and port of the URL that is asked. */
static const char *set_resolve(struct transfer *transfer)
{
	const char *address = http_options_address(transfer->options, transfer->run->arena);
	struct http_endpoint endpoint;
	const char *wrong;

	if (address == NULL)
		return NULL;
	wrong = other_family(transfer->run, address);
	if (wrong != NULL)
		return wrong;
	wrong = http_endpoint_read(transfer->request->url, transfer->run->arena, &endpoint);
	if (wrong != NULL)
		return wrong;
	transfer->resolve = curl_slist_append(NULL, text_format(transfer->run->arena,
								strchr(address, ':') ? "%s:%u:[%s]" : "%s:%u:%s",
								endpoint.host, endpoint.port, address));
	curl_easy_setopt(transfer->easy, CURLOPT_RESOLVE, transfer->resolve);
	return NULL;
}

static void set_request(struct transfer *transfer)
{
	const struct http_options *options = transfer->options;
	CURL *easy = transfer->easy;

	for (size_t i = 0; !transfer->request->anonymous && i < options->headers.count; i++)
		transfer->headers = curl_slist_append(transfer->headers, options->headers.items[i]);
	if (transfer->request->header != NULL)
		transfer->headers = curl_slist_append(transfer->headers, transfer->request->header);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, transfer->request->fresh ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, transfer->request->fresh ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_URL, transfer->request->url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
	curl_easy_setopt(easy, CURLOPT_USERAGENT,
			 options->user_agent != NULL ? options->user_agent : transfer->run->user_agent);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, options->redirects == REDIRECT_FOLLOW ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
	curl_easy_setopt(easy, CURLOPT_SSLCERT, transfer->request->anonymous ? NULL : options->client_cert);
	curl_easy_setopt(easy, CURLOPT_SSLKEY, transfer->request->anonymous ? NULL : options->private_key);
	curl_easy_setopt(easy, CURLOPT_KEYPASSWD, ""); /* else OpenSSL asks the terminal for a key's pass phrase */
	if (transfer->run->family != FAMILY_ANY)
		curl_easy_setopt(easy, CURLOPT_IPRESOLVE,
				 transfer->run->family == FAMILY_IPV4 ? CURL_IPRESOLVE_V4 : CURL_IPRESOLVE_V6);
}

static void set_callbacks(struct transfer *transfer)
{
	CURL *easy = transfer->easy;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	transfer_receive(transfer);
	transfer_watch_tls(transfer);
}

/* What is not an ordinary GET. */
static void set_kind(struct transfer *transfer)
{
	const struct http_request *request = transfer->request;
	CURL *easy = transfer->easy;

	if (request->handshake_only) {
		curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	curl_easy_setopt(easy, CURLOPT_RANGE, request->range);
	curl_easy_setopt(easy, CURLOPT_FILETIME, 1L);
	if (request->post == NULL)
		return;
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->post);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->post_length);
	transfer->headers = curl_slist_append(
		transfer->headers, text_format(transfer->run->arena, "Content-Type: %s", request->post_type));
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

const char *transfer_prepare(struct transfer *transfer)
{
	transfer->easy = curl_easy_init();
	if (transfer->easy == NULL)
		return "libcurl can't be set up";
	set_protocols(transfer->easy);
	set_request(transfer);
	set_trust(transfer->easy, transfer->options);
	set_proxy(transfer->easy, transfer->options, transfer->request->direct);
	set_callbacks(transfer);
	set_kind(transfer);
	transfer_reset(transfer);
	return set_resolve(transfer);
}

void transfer_reset(struct transfer *transfer)
{
	transfer->error[0] = 0;
	transfer->body = (struct text_buffer){.arena = transfer->run->arena};
	transfer->header_bytes = 0;
	transfer->too_large = transfer->enough = false;
	transfer->age = transfer->expires = transfer->cache_control = NULL;
	if (transfer->request->sink != NULL)
		transfer->request->sink->begin(transfer->request->sink->context);
	transfer->started = deadline_clock();
	transfer->secured = 0;
	transfer->request->answer = (struct http_answer){.content_length = -1};
}

static double seconds_of(CURL *easy, CURLINFO info)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(easy, info, &microseconds);
	return microseconds > 0 ? (double)microseconds / 1e6 : 0;
}

static double difference(double later, double earlier)
{
	return later > earlier ? later - earlier : 0;
}

/* libcurl tells the end of a connect only behind the handshake: where that fails or hangs, it is where that began. */
static void take_times_of_handshake(struct transfer *transfer, double resolved)
{
	struct http_answer *answer = &transfer->request->answer;
	double began = transfer->secured - transfer->started;

	answer->phase = PHASE_TLS;
	answer->connect = difference(began, resolved);
	answer->tls = difference(answer->total, began);
}

/* libcurl's own times stand still while a connection hangs: the phase that hangs lasts until now. */
static void take_times_of_hang(struct transfer *transfer)
{
	struct http_answer *answer = &transfer->request->answer;
	double now = answer->total;

	if (answer->phase == PHASE_WAIT) {
		answer->wait = difference(now, answer->resolve + answer->connect + answer->tls);
	} else if (answer->phase == PHASE_TRANSFER) {
		answer->transfer = difference(now, answer->resolve + answer->connect + answer->tls + answer->wait);
	}
}

/* Over a kept connection libcurl shows no times of a connect. */
static bool sent_over_kept_connection(CURL *easy)
{
	long bytes = 0, connects = 0;

	curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes);
	curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connects);
	return bytes > 0 && connects == 0;
}

static void take_times(struct transfer *transfer, bool timed_out)
{
	struct http_answer *answer = &transfer->request->answer;
	double resolved = seconds_of(transfer->easy, CURLINFO_NAMELOOKUP_TIME_T);
	double connected = seconds_of(transfer->easy, CURLINFO_CONNECT_TIME_T);
	double secured = seconds_of(transfer->easy, CURLINFO_APPCONNECT_TIME_T);
	double sent = seconds_of(transfer->easy, CURLINFO_PRETRANSFER_TIME_T);
	double first = seconds_of(transfer->easy, CURLINFO_STARTTRANSFER_TIME_T);
	long connections = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &connections);
	answer->total = seconds_of(transfer->easy, CURLINFO_TOTAL_TIME_T);
	answer->connected = connections > 0;
	answer->resolve = resolved;
	answer->connect = difference(connected, resolved);
	answer->tls = secured > 0 ? difference(secured, connected) : 0;
	answer->wait = first > 0 ? difference(first, sent) : 0;
	answer->transfer = first > 0 ? difference(answer->total, first) : 0;
	answer->phase = first > 0 ? PHASE_TRANSFER : sent > 0 ? PHASE_WAIT : PHASE_TLS;
	if (connected <= 0)
		answer->phase = resolved > 0 ? PHASE_CONNECT : PHASE_RESOLVE;
	if (answer->phase < PHASE_WAIT && sent_over_kept_connection(transfer->easy))
		answer->phase = PHASE_WAIT;
	if (timed_out)
		answer->total = deadline_clock() - transfer->started;
	if (answer->phase == PHASE_CONNECT && transfer->secured > 0)
		take_times_of_handshake(transfer, resolved);
	else if (timed_out)
		take_times_of_hang(transfer);
}

static void take_response(struct transfer *transfer)
{
	struct arena *arena = transfer->run->arena;
	struct http_answer *answer = &transfer->request->answer;
	curl_off_t announced = -1, modified = -1;
	char *address = NULL, *url = NULL;
	long port = 0, redirects = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &answer->proxy_status);
	curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
	curl_easy_getinfo(transfer->easy, CURLINFO_FILETIME_T, &modified);
	curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_IP, &address);
	curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_PORT, &port);
	curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_COUNT, &redirects);
	curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	answer->content_length = (double)announced;
	answer->last_modified = modified;
	if (transfer->age == NULL || number_parse(transfer->age, &answer->age) != NULL)
		answer->age = -1;
	answer->age = fmin(answer->age, AGE_MAX);
	answer->fresh_until = http_fresh_until(transfer->cache_control, transfer->expires, answer);
	answer->redirects = (unsigned)redirects;
	answer->effective_url = url != NULL ? http_url_display(url, arena) : "";
	if (address != NULL && *address != 0)
		answer->address = text_format(arena, "%s port %ld", address, port);
	answer->body = (const unsigned char *)text_of(&transfer->body);
	answer->length = transfer->body.length;
}

/* libcurl's words, but for what it says before anything was tried: there it quotes proxy or URL, logins included. */
static const char *words_of(const struct transfer *transfer, CURLcode code)
{
	bool quotes = code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_UNSUPPORTED_PROTOCOL ||
		      code == CURLE_URL_MALFORMAT;
	long tried = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &tried);
	if (quotes || (code == CURLE_COULDNT_CONNECT && tried == 0))
		return curl_easy_strerror(code);
	return text_safe(transfer->run->arena, transfer->error);
}

/* Behind a redirect libcurl's times may be those of the connection before it. */
static void settle_phase(struct http_answer *answer)
{
	bool found = answer->outcome != HTTP_NAME_NOT_FOUND;
	bool reached = found && answer->outcome != HTTP_REFUSED && answer->outcome != HTTP_UNREACHABLE;

	if (!found)
		answer->phase = PHASE_RESOLVE;
	else if (!reached && answer->phase > PHASE_CONNECT)
		answer->phase = PHASE_CONNECT;
}

void transfer_finish(struct transfer *transfer, CURLcode code, bool timed_out)
{
	struct http_answer *answer = &transfer->request->answer;

	take_times(transfer, timed_out);
	take_response(transfer);
	answer->proxy = transfer->proxy;
	answer->attempts = transfer->attempts;
	answer->detail = words_of(transfer, code);
	answer->outcome = timed_out ? HTTP_TIMED_OUT : http_outcome_of(transfer, code);
	settle_phase(answer);
	if (answer->outcome == HTTP_NO_FAMILY)
		answer->detail =
			text_format(transfer->run->arena, "%s%s", resolve_none_of(resolve_family(transfer->run)),
				    code == CURLE_COULDNT_RESOLVE_HOST ? ", or does not exist" : "");
	transfer->done = true;
}

bool transfer_is_repeatable(const struct transfer *transfer)
{
	switch (transfer->request->answer.outcome) {
	case HTTP_NAME_NOT_FOUND:
	case HTTP_REFUSED:
	case HTTP_UNREACHABLE:
	case HTTP_RESET:
	case HTTP_CLOSED:
	case HTTP_TRUNCATED:
	case HTTP_PROXY_UNREACHABLE:
		return true;
	default:
		return false;
	}
}

void transfer_release(struct transfer *transfer)
{
	curl_slist_free_all(transfer->headers);
	curl_slist_free_all(transfer->resolve);
	if (transfer->easy != NULL)
		curl_easy_cleanup(transfer->easy);
	transfer->headers = transfer->resolve = NULL;
	transfer->easy = NULL;
}
