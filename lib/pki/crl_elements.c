/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_parser.h"

void crl_consume(struct crl_parser *parser, struct crl_window *window, size_t length)
{
	window->at += length;
	parser->position += length;
}

bool crl_want(struct crl_parser *parser, size_t need)
{
	parser->need = need;
	return false;
}

/* The header of the next element, which must end before end; what: the sentence if it doesn't. */
static bool header_read(struct crl_parser *parser, const struct crl_window *window, uint64_t end, const char *what,
			struct der_header *ret_header)
{
	size_t available = (size_t)(window->end - window->at);

	switch (der_header_read(window->at, available, ret_header)) {
	case DER_SHORT:
		return parser->position + available < end ? crl_want(parser, available + 1)
							  : crl_malformed(parser, what);
	case DER_BAD:
		return crl_malformed(parser, what);
	default:
		return ret_header->size + ret_header->length <= end - parser->position || crl_malformed(parser, what);
	}
}

bool crl_container_enter(struct crl_parser *parser, struct crl_window *window, uint64_t end, const char *what,
			 uint64_t *ret_end)
{
	struct der_header header;

	if (!header_read(parser, window, end, what, &header))
		return false;
	if (header.tag != DER_SEQUENCE)
		return crl_malformed(parser, what);
	crl_consume(parser, window, header.size);
	*ret_end = parser->position + header.length;
	return true;
}

bool crl_element_read(struct crl_parser *parser, const struct crl_window *window, uint64_t end, size_t max,
		      const char *what, struct der_element *ret_element)
{
	struct der_header header;
	size_t whole;

	if (!header_read(parser, window, end, what, &header))
		return false;
	if (header.length > max)
		return crl_malformed(parser, text_format(parser->arena, "%s: longer than %zu bytes", what, max));
	whole = header.size + (size_t)header.length;
	if ((size_t)(window->end - window->at) < whole)
		return crl_want(parser, whole);
	*ret_element = (struct der_element){
		.tag = header.tag,
		.content = {window->at + header.size, (size_t)header.length},
		.whole = {window->at, whole},
	};
	return true;
}

bool crl_peek(struct crl_parser *parser, const struct crl_window *window, uint64_t end, unsigned char *ret_tag)
{
	*ret_tag = 0;
	if (parser->position == end)
		return true;
	if (window->at == window->end)
		return crl_want(parser, 1);
	*ret_tag = *window->at;
	return true;
}
