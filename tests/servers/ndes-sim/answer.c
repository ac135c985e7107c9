/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"

#include <stdlib.h>

#include "trouble.h"

struct answer answer_make(unsigned int status, const char *html)
{
	return (struct answer){
		.status = status,
		.server = SERVER_IIS,
		.type = html ? TYPE_HTML : NULL,
		.body = bytes_text(html ? html : ""),
	};
}

void answer_header(struct answer *answer, const char *name, const char *value)
{
	if (answer->header_count == ANSWER_HEADERS_MAX)
		fatal("an answer has too many headers");
	answer->headers[answer->header_count].name = name;
	answer->headers[answer->header_count].value = text_format("%s", value);
	answer->header_count++;
}

void answer_release(struct answer *answer)
{
	for (size_t i = 0; i < answer->header_count; i++)
		free(answer->headers[i].value);
	free(answer->detail);
	bytes_release(&answer->body);
	*answer = (struct answer){ 0 };
}
