/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki_operation.h"

#include <string.h>

#include "enrolment.h"
#include "scep_message.h"
#include "trouble.h"

/* A '+' that the client left unescaped has become a blank on the way. */
static struct bytes base64_decode(const char *message)
{
	autobytes text = bytes_text(message);
	struct bytes decoded = bytes_sized((long)text.length);
	int length;

	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] == ' ')
			text.data[i] = '+';
	length = EVP_DecodeBlock(decoded.data, text.data, (int)text.length);
	for (size_t i = text.length; length > 0 && i > 0 && text.data[i - 1] == '='; i--)
		length--;
	decoded.length = length > 0 ? (size_t)length : 0;
	return decoded;
}

static struct bytes message_read(const struct request *request)
{
	if (strcmp(request->method, "POST") == 0)
		return bytes_copy(request->body.data, request->body.length);
	return base64_decode(request->message ? request->message : "");
}

/* The CA of a server with one certificate is its own registration authority. */
static const struct identity *recipient_of(const struct simulator *simulator)
{
	return simulator->options.single ? &simulator->authority.ca : &simulator->authority.encryption;
}

static const struct identity *signer_of(const struct simulator *simulator)
{
	return simulator->options.single ? &simulator->authority.ca : &simulator->authority.signing;
}

static struct answer reply_answer(struct simulator *simulator, const struct scep_request *request)
{
	struct scep_reply reply = enrolment_decide(simulator, request);
	struct answer answer = answer_make(200, NULL);

	bytes_release(&answer.body);
	answer.body = scep_reply_encode(&reply, request, signer_of(simulator), simulator->authority.ca.certificate,
					&simulator->options);
	answer.type = "application/x-pki-message";
	answer.detail = text_format("messageType=%ld pkiStatus=%d", request->type, reply.status);
	X509_free(reply.issued);
	return answer;
}

struct answer pki_operation_answer(struct simulator *simulator, const struct request *request)
{
	autobytes message = message_read(request);
	struct scep_request decoded;
	const char *wrong = scep_request_decode(&message, recipient_of(simulator), &decoded);
	struct answer answer;

	if (wrong) {
		answer = answer_make(500, "<html><body>500 - Internal server error.</body></html>");
		answer.detail = text_format("%s", wrong);
		return answer;
	}
	answer = reply_answer(simulator, &decoded);
	scep_request_release(&decoded);
	return answer;
}
