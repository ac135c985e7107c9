/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "capabilities.h"

#include <string.h>

#include "page.h"

static struct bytes words_write(const char *words, const char *separator)
{
	struct bytes body = bytes_sized(0);

	while (*words) {
		size_t length = strcspn(words, " ,");

		if (length > 0) {
			bytes_append(&body, words, length);
			bytes_append(&body, separator, strlen(separator));
		}
		words += length + (words[length] != '\0');
	}
	return body;
}

struct answer capabilities_answer(const struct options *options)
{
	const struct fault_set *faults = &options->faults;
	struct answer answer = answer_make(200, NULL);
	const char *separator = fault_on(faults, FAULT_CAPS_CRLF) ? "\r\n" : "\n";
	autobytes body = { 0 };

	if (fault_on(faults, FAULT_CAPS_HTML))
		body = bytes_text("<html><body>AES SHA-256 is not a list of capabilities</body></html>");
	else if (fault_on(faults, FAULT_CAPS_UNKNOWN_WORDS))
		body = words_write("Frobnicate,Quux-512,Update", separator);
	else if (fault_on(faults, FAULT_CAPS_EMPTY))
		body = bytes_text("");
	else
		body = words_write(options->capabilities, separator);
	answer.type = fault_on(faults, FAULT_CAPS_NO_TYPE) ? NULL : "text/plain";
	bytes_release(&answer.body);
	answer.body =
		fault_on(faults, FAULT_CAPS_UTF16) ? utf16_encode((const char *)body.data, true) : bytes_take(&body);
	return answer;
}
