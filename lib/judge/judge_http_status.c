/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP status: cause and remedy (facts: scep-ndes.md, chapter 8). The Server header tells who spoke. */
#include <limits.h>
#include <string.h>

#include "core/array.h"
#include "judge/judge_http.h"
#include "scep/page.h"

enum speaker {
	SPEAKER_ANY,
	SPEAKER_HTTPSYS,   /* Microsoft-HTTPAPI: http.sys before IIS saw the request */
	SPEAKER_MICROSOFT, /* http.sys, IIS, or nothing to tell it by under NDES's path */
	SPEAKER_PROXY,     /* a proxy was asked, and nothing says that the server itself spoke */
};

struct status_row {
	long first, last;
	enum speaker speaker;
	enum cause cause;
	const char *words;
};

/* The first row that fits is taken. */
static const struct status_row rows[] = {
	{407, 407, SPEAKER_ANY, CAUSE_PROXY_AUTH, "the proxy wants a login"},
	{403, 403, SPEAKER_PROXY, CAUSE_PROXY_REFUSED, "the proxy forbids it"},
	{502, 504, SPEAKER_PROXY, CAUSE_PROXY_REFUSED, "the proxy does not get through to the server"},
	{400, 400, SPEAKER_ANY, CAUSE_IIS_BINDING, "the server knows no site of this name, or refuses the request"},
	{401, 401, SPEAKER_ANY, CAUSE_IIS_ANONYMOUS_OFF, "anonymous authentication is off"},
	{403, 403, SPEAKER_ANY, CAUSE_IIS_FORBIDDEN, "access is forbidden"},
	{404, 404, SPEAKER_HTTPSYS, CAUSE_IIS_BINDING, "http.sys knows no site for it: is the web site stopped?"},
	{404, 404, SPEAKER_MICROSOFT, CAUSE_NDES_NOT_FOUND, "no such path, or ISAPI restrictions forbid mscep.dll"},
	{404, 404, SPEAKER_ANY, CAUSE_NDES_NOT_FOUND, "no such path"},
	{414, 414, SPEAKER_ANY, CAUSE_HTTPSYS_LIMIT, "the request is too long for http.sys"},
	{431, 431, SPEAKER_ANY, CAUSE_HTTPSYS_LIMIT, "the request is too long"},
	{500, 500, SPEAKER_MICROSOFT, CAUSE_NDES_FAILED, "NDES does not start or crashes"},
	{502, 502, SPEAKER_ANY, CAUSE_APPPROXY_BACKEND, "the gateway does not reach the server behind it"},
	{504, 504, SPEAKER_ANY, CAUSE_APPPROXY_BACKEND, "the gateway gets no answer from the server behind it"},
	{503, 503, SPEAKER_MICROSOFT, CAUSE_NDES_POOL_STOPPED, "the application pool SCEP is stopped"},
	{503, 503, SPEAKER_ANY, CAUSE_HTTP_UNAVAILABLE, "no server behind the gateway, or maintenance"},
	{500, 599, SPEAKER_ANY, CAUSE_SCEP_SERVER_ERROR, "the SCEP server reports an error"},
	{LONG_MIN, LONG_MAX, SPEAKER_ANY, CAUSE_HTTP_STATUS, "no SCEP server answers so"},
};

static bool spoke(enum speaker speaker, const struct http_answer *answer, const struct http_endpoint *endpoint)
{
	bool httpsys = answer->server != NULL && text_has_prefix(answer->server, "Microsoft-HTTPAPI");
	bool microsoft = answer->server != NULL && text_has_prefix(answer->server, "Microsoft-");

	switch (speaker) {
	case SPEAKER_HTTPSYS:
		return httpsys;
	case SPEAKER_MICROSOFT:
		return microsoft || (answer->server == NULL && strcasestr(endpoint->url, "mscep") != NULL);
	case SPEAKER_PROXY:
		return answer->proxy != NULL && !microsoft;
	case SPEAKER_ANY:
		break;
	}
	return true;
}

static const struct status_row *row_of(const struct http_answer *answer, const struct http_endpoint *endpoint)
{
	const struct status_row *row = rows;

	while (answer->status < row->first || answer->status > row->last || !spoke(row->speaker, answer, endpoint))
		row++;
	return row;
}

/* What servers that are not Microsoft's say in the body; their pages are noise. */
static const char *body_words(const struct http_answer *answer, struct arena *arena)
{
	struct page page = page_parse(answer->body, answer->length, arena);

	return page.kind == PAGE_TEXT ? text_format(arena, " ('%s')", page.excerpt) : "";
}

void judge_http_status(const struct http_answer *answer, const struct http_purpose *purpose, struct finding *finding)
{
	struct arena *arena = finding->findings->arena;
	const struct status_row *row = row_of(answer, purpose->endpoint);
	const char *through = answer->proxy != NULL ? text_format(arena, " through the proxy %s", answer->proxy) : "";

	finding_set(finding, STATUS_CRITICAL, row->cause, "HTTP %ld%s%s%s: %s%s", answer->status,
		    answer->server != NULL ? " from " : "", answer->server != NULL ? answer->server : "", through,
		    row->words, body_words(answer, arena));
	if (purpose->event != 0 && answer->status >= 400)
		finding_windows(finding, purpose->event, purpose->stage, 0x80190000 + (uint32_t)answer->status);
}
