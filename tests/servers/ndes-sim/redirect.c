/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "redirect.h"

#include <string.h>

#include "trouble.h"

const char *redirect_strip(const char *path)
{
	return strncmp(path, REDIRECTED "/", strlen(REDIRECTED "/")) == 0 ? path + strlen(REDIRECTED) : path;
}

static struct answer redirect_make(const char *location)
{
	struct answer answer =
		answer_make(302, "<head><title>Document Moved</title></head>\n<body>Object Moved</body>");

	answer_header(&answer, "Location", location);
	return answer;
}

bool redirect_answer(const struct simulator *simulator, const struct request *request, enum operation operation,
		     struct answer *ret_answer)
{
	const struct fault_set *faults = &simulator->options.faults;
	autofree(char) *location = NULL;

	if (fault_at(faults, FAULT_REDIRECT_LOOP, operation))
		location = text_format("%s", request->target);
	else if (fault_at(faults, FAULT_REDIRECT_HTTPS, operation) && !request->tls && simulator->tls_port > 0)
		location = text_format("https://localhost:%d%s", simulator->tls_port, request->target);
	else if (fault_at(faults, FAULT_REDIRECT, operation) && redirect_strip(request->target) == request->target)
		location = text_format(REDIRECTED "%s", request->target);
	if (!location)
		return false;
	*ret_answer = redirect_make(location);
	return true;
}
