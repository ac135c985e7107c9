/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canned.h"

#include <string.h>

#include "cleanup.h"

#define HTML(title, text)                                                                                              \
	"<HTML><HEAD><TITLE>" title "</TITLE></HEAD>\r\n<BODY><h2>" title "</h2>\r\n<hr><p>" text                      \
	"</p>\r\n</BODY></HTML>\r\n"

/* The limits of IIS count the query, those of http.sys the whole request line. 0: the fault needs no long request. */
struct row {
	enum fault fault;
	unsigned int status;
	const char *server;
	const char *header;
	const char *value;
	const char *body;
	size_t query_limit;
	size_t target_limit;
};

static const struct row rows[] = {
	{ FAULT_POOL_STOPPED, 503, SERVER_HTTP_SYS, "Connection", "close",
	  HTML("Service Unavailable", "HTTP Error 503. The service is unavailable."), 0, 0 },
	{ FAULT_BINDING, 400, SERVER_HTTP_SYS, "Connection", "close",
	  HTML("Bad Request - Invalid Hostname", "HTTP Error 400. The request hostname is invalid."), 0, 0 },
	{ FAULT_HEADER_LIMIT, 400, SERVER_HTTP_SYS, "Connection", "close",
	  HTML("Bad Request - Request Too Long", "HTTP Error 400. The size of the request headers is too long."), 0,
	  16384 },
	{ FAULT_PROXY_AUTH, 407, NULL, "Proxy-Authenticate", "Basic realm=\"proxy\"",
	  HTML("Proxy Authentication Required", "The proxy wants to know who you are."), 0, 0 },
	{ FAULT_PROXY_PAGE, 200, NULL, "Cache-Control", "no-store",
	  "<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><form method=\"post\">"
	  "<input name=\"loginfmt\"><input type=\"password\" name=\"passwd\"></form></body></html>",
	  0, 0 },
	{ FAULT_GATEWAY_502, 502, NULL, NULL, NULL, HTML("Bad Gateway", "The backend could not be reached."), 0, 0 },
	{ FAULT_GATEWAY_504, 504, NULL, NULL, NULL, HTML("Gateway Timeout", "The backend did not answer in time."), 0,
	  0 },
	{ FAULT_FORBIDDEN, 403, SERVER_IIS, NULL, NULL, HTML("403 - Forbidden", "Access is denied."), 0, 0 },
	{ FAULT_QUERY_LIMIT, 404, SERVER_IIS, NULL, NULL,
	  HTML("404 - Not Found", "The request filtering module denied a query string that is too long."), 2048, 0 },
	{ FAULT_ISAPI_DENIED, 404, SERVER_IIS, NULL, NULL,
	  HTML("404 - File or directory not found", "It might have been removed or is unavailable."), 0, 0 },
	{ FAULT_ANONYMOUS_OFF, 401, SERVER_IIS, "WWW-Authenticate", "Negotiate",
	  HTML("401 - Unauthorized", "Access is denied due to invalid credentials."), 0, 0 },
	{ FAULT_CRASH, 500, SERVER_IIS, NULL, NULL, HTML("500 - Internal server error", "The resource has a problem."),
	  0, 0 },
	{ FAULT_RA_EXPIRED_500, 500, SERVER_IIS, NULL, NULL,
	  HTML("500 - Internal server error", "The resource has a problem."), 0, 0 },
	{ FAULT_INTUNE, 403, SERVER_IIS, NULL, NULL, HTML("403 - Forbidden", "Access is denied."), 0, 0 },
	{ FAULT_LANDING_MISSING, 404, SERVER_IIS, NULL, NULL, HTML("404 - Not Found", "There is nothing here."), 0, 0 },
	{ FAULT_ADMIN_MISSING, 404, SERVER_IIS, NULL, NULL, HTML("404 - Not Found", "There is nothing here."), 0, 0 },
	{ FAULT_HOSTILE_PAGE, 200, SERVER_IIS, NULL, NULL,
	  "OK | time=0s;;; <script>alert(1)</script>\033[2J\033[31m \xff\xfe\xc3\x28 C:\\new\nCRITICAL - line two | "
	  "x=1\r\n",
	  0, 0 },
};

static size_t query_length(const char *target)
{
	const char *mark = strchr(target, '?');

	return mark ? strlen(mark + 1) : 0;
}

static bool row_applies(const struct row *row, const struct fault_set *faults, enum operation operation,
			const char *target)
{
	if (!fault_at(faults, row->fault, operation))
		return false;
	if (row->query_limit > 0 && query_length(target) <= row->query_limit)
		return false;
	return row->target_limit == 0 || strlen(target) > row->target_limit;
}

bool canned_answer(const struct fault_set *faults, enum operation operation, const char *target,
		   struct answer *ret_answer)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		if (!row_applies(&rows[i], faults, operation, target))
			continue;
		*ret_answer = answer_make(rows[i].status, rows[i].body);
		ret_answer->server = rows[i].server;
		if (rows[i].header)
			answer_header(ret_answer, rows[i].header, rows[i].value);
		if (rows[i].fault == FAULT_ANONYMOUS_OFF)
			answer_header(ret_answer, "WWW-Authenticate", "NTLM");
		return true;
	}
	return false;
}
