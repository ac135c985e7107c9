/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/crl_parser.h"

#include <string.h>

#include "core/array.h"

bool crl_fail(struct crl_parser *parser, enum crl_fault fault, const char *sentence)
{
	if (parser->wrong == NULL) {
		parser->wrong = sentence;
		parser->fault = fault;
	}
	return false;
}

bool crl_malformed(struct crl_parser *parser, const char *what)
{
	return crl_fail(parser, CRL_MALFORMED,
			text_format(parser->arena, "%s (at byte %llu)", what, (unsigned long long)parser->position));
}

struct crl_parser *crl_parser_create(struct arena *arena, const struct crl_options *options)
{
	struct crl_parser *parser = arena_allocate(arena, sizeof *parser);

	parser->arena = arena;
	parser->options = *options;
	parser->carry = arena_allocate(arena, CRL_BUFFER_SIZE);
	parser->need = 1;
	parser->crl.header_only = options->header_only;
	if (options->serial_count > CRL_SERIALS_MAX)
		parser->options.serial_count = CRL_SERIALS_MAX;
	if (parser->options.serial_count != 0 && !options->header_only) {
		parser->serials = crl_serials_create(arena, options->serials, parser->options.serial_count);
		parser->hits = arena_allocate(arena, parser->options.serial_count * sizeof *parser->hits);
		parser->found = arena_allocate(arena, parser->options.serial_count * sizeof *parser->found);
	}
	return parser;
}

static bool live(const struct crl_parser *parser)
{
	return parser->wrong == NULL && parser->step != STEP_DONE;
}

/* Keeps bytes that are too few to go on with. */
static void carry_add(struct crl_parser *parser, const unsigned char *bytes, size_t length)
{
	memcpy(parser->carry + parser->carried, bytes, length);
	parser->carried += length;
}

/* Fills the carry to what is needed and runs on it. Returns how many bytes it took. */
static size_t feed_carry(struct crl_parser *parser, const unsigned char *bytes, size_t length)
{
	size_t missing = parser->need - parser->carried, taken = length < missing ? length : missing, used;

	carry_add(parser, bytes, taken);
	if (parser->carried < parser->need)
		return taken;
	used = crl_run(parser, parser->carry, parser->carried);
	parser->carried -= used;
	memmove(parser->carry, parser->carry + used, parser->carried);
	return taken;
}

/* The DER, piece by piece: read where it lies, but for what crosses the border of two pieces. */
static void feed(struct crl_parser *parser, const unsigned char *bytes, size_t length)
{
	parser->crl.size += length;
	while (length > 0 && live(parser)) {
		size_t taken;

		if (parser->carried > 0) {
			taken = feed_carry(parser, bytes, length);
		} else {
			taken = crl_run(parser, bytes, length);
			if (live(parser)) {
				carry_add(parser, bytes + taken, length - taken);
				taken = length;
			}
		}
		bytes += taken;
		length -= taken;
	}
}

static void feed_text(struct crl_parser *parser, const unsigned char *text, size_t length)
{
	unsigned char place[4096];

	for (size_t at = 0; at < length && parser->wrong == NULL; at += sizeof place) {
		size_t piece = length - at < sizeof place ? length - at : sizeof place;

		feed(parser, place, crl_pem_decode(&parser->pem, text + at, piece, place));
		if (parser->pem.state == PEM_DAMAGED && live(parser))
			crl_fail(parser, CRL_MALFORMED, "the base64 of the PEM block is damaged");
	}
	if (parser->pem.state == PEM_SEARCHING && parser->received > CRL_BUFFER_SIZE)
		crl_fail_foreign(parser);
}

static void dispatch(struct crl_parser *parser, const unsigned char *bytes, size_t length)
{
	if (parser->form == CRL_FORM_DER)
		feed(parser, bytes, length);
	else if (parser->form == CRL_FORM_TEXT)
		feed_text(parser, bytes, length);
}

static bool useful(const struct crl_parser *parser)
{
	const struct crl *crl = &parser->crl;

	if (parser->wrong != NULL)
		return parser->fault != CRL_MALFORMED && parser->fault != CRL_TOO_LARGE &&
		       parser->head_length < CRL_HEAD_MAX;
	if (parser->step != STEP_DONE)
		return parser->pem.state < PEM_ENDED;
	return !crl->header_only && parser->pem.state < PEM_ENDED &&
	       crl->size <= crl->predicted_size + CRL_TRAILING_MAX;
}

/*
 * The first bytes are kept while the form is unknown: they are the beginning of what is dispatched then. The sentence
 * about something foreign is made at the end, when all of the head is there.
 */
bool crl_parser_push(struct crl_parser *parser, const void *untyped, size_t length)
{
	const unsigned char *bytes = untyped;
	size_t room = CRL_HEAD_MAX - parser->head_length, kept = length < room ? length : room;
	bool known = parser->form != CRL_FORM_UNKNOWN;

	if (kept > 0)
		memcpy(parser->head + parser->head_length, bytes, kept);
	parser->head_length += kept;
	parser->received += length;
	if (known) {
		dispatch(parser, bytes, length);
	} else if (parser->wrong == NULL && length > 0 && crl_sniff(parser)) {
		dispatch(parser, parser->head, parser->head_length);
		dispatch(parser, bytes + kept, length - kept);
	}
	return useful(parser);
}

uint64_t crl_parser_predicted_size(const struct crl_parser *parser)
{
	return parser->crl.predicted_size;
}

static void fail_truncated(struct crl_parser *parser)
{
	const struct crl *crl = &parser->crl;

	if (parser->received == 0)
		crl_fail(parser, CRL_EMPTY, "is empty");
	else if (parser->form != CRL_FORM_DER && parser->pem.state == PEM_SEARCHING)
		crl_fail_foreign(parser);
	else if (crl->predicted_size == 0)
		crl_fail(parser, CRL_TRUNCATED,
			 text_format(parser->arena, "ends after %s",
				     text_count(parser->arena, (size_t)parser->received, "byte")));
	else if (crl->size >= crl->predicted_size)
		crl_malformed(parser, "is malformed");
	else
		crl_fail(parser, CRL_TRUNCATED,
			 text_format(parser->arena, "ends after %llu of %llu bytes", (unsigned long long)crl->size,
				     (unsigned long long)crl->predicted_size));
}

static void settle(struct crl_parser *parser)
{
	struct crl *crl = &parser->crl;

	if (parser->wrong != NULL && parser->fault != CRL_MALFORMED && parser->fault != CRL_TOO_LARGE)
		crl_fail_foreign(parser);
	if (parser->wrong == NULL && parser->step != STEP_DONE)
		fail_truncated(parser);
	if (crl->predicted_size != 0 && crl->size > crl->predicted_size)
		crl->trailing = crl->size - crl->predicted_size;
	crl->was_pem = parser->form == CRL_FORM_TEXT;
	crl->hits = parser->hits;
}

const char *crl_parser_finish(struct crl_parser *parser, struct crl *ret_crl, enum crl_fault *ret_fault)
{
	settle(parser);
	crl_digest_release(&parser->digest);
	if (ret_fault != NULL)
		*ret_fault = parser->fault;
	if (parser->wrong == NULL)
		*ret_crl = parser->crl;
	return parser->wrong;
}

const char *crl_parse(struct arena *arena, const struct crl_options *options, const void *bytes, size_t length,
		      struct crl *ret_crl, enum crl_fault *ret_fault)
{
	struct crl_parser *parser = crl_parser_create(arena, options);

	crl_parser_push(parser, bytes, length);
	return crl_parser_finish(parser, ret_crl, ret_fault);
}
