/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AS-REQ (RFC 4120 5.4.1), written from its end to its beginning. */
#include <string.h>

#include "clock/ber.h"
#include "clock/krb.h"
#include "core/array.h"

enum {
	KERBEROS_VERSION = 5,
	AS_REQ = 10,
	NAME_PRINCIPAL = 1,
	NAME_SERVICE = 2,
	LENGTH_OCTETS = 4,
	AES256 = 18,
	AES128 = 17,
	RC4 = 23,
};

static uint8_t context(unsigned number)
{
	return (uint8_t)(BER_CONTEXT + number);
}

static void put_string(struct ber_writer *writer, uint8_t tag, const void *text, size_t length, unsigned number)
{
	size_t end = writer->begin;

	ber_put(writer, tag, text, length);
	ber_put_around(writer, context(number), end);
}

static void put_number(struct ber_writer *writer, uint32_t value, unsigned number)
{
	size_t end = writer->begin;

	ber_put_integer(writer, value);
	ber_put_around(writer, context(number), end);
}

static void put_encryption_types(struct ber_writer *writer)
{
	static const uint32_t types[] = {RC4, AES128, AES256}; /* the last one written is asked for first */
	size_t end = writer->begin;

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
		ber_put_integer(writer, types[i]);
	ber_put_around(writer, BER_SEQUENCE, end);
	ber_put_around(writer, context(8), end);
}

/* PrincipalName; end: where its strings, which are there already, end. */
static void put_name_around(struct ber_writer *writer, unsigned type, unsigned number, size_t end)
{
	ber_put_around(writer, BER_SEQUENCE, end);
	ber_put_around(writer, context(1), end);
	put_number(writer, type, 0);
	ber_put_around(writer, BER_SEQUENCE, end);
	ber_put_around(writer, context(number), end);
}

static void put_service(struct ber_writer *writer, const char *realm)
{
	static const char service[] = "krbtgt";
	size_t end = writer->begin;

	ber_put(writer, BER_GENERAL_STRING, realm, strlen(realm));
	ber_put(writer, BER_GENERAL_STRING, service, strlen(service));
	put_name_around(writer, NAME_SERVICE, 3, end);
}

/* The parts between the slashes, the last one first. */
static void put_principal(struct ber_writer *writer, const char *principal)
{
	size_t end = writer->begin, length = strlen(principal);
	const char *slash;

	while ((slash = memrchr(principal, '/', length)) != NULL) {
		ber_put(writer, BER_GENERAL_STRING, slash + 1, length - (size_t)(slash + 1 - principal));
		length = (size_t)(slash - principal);
	}
	ber_put(writer, BER_GENERAL_STRING, principal, length);
	put_name_around(writer, NAME_PRINCIPAL, 1, end);
}

static void put_body(struct ber_writer *writer, const char *principal, const char *realm, uint32_t nonce)
{
	static const char till[] = "20370913024805Z"; /* the value of every client that wants no limit */
	static const unsigned char no_options[] = {0, 0, 0, 0, 0};
	size_t end = writer->begin;

	put_encryption_types(writer);
	put_number(writer, nonce & INT32_MAX, 7);
	put_string(writer, BER_GENERALIZED_TIME, till, strlen(till), 5);
	put_service(writer, realm);
	put_string(writer, BER_GENERAL_STRING, realm, strlen(realm), 2);
	put_principal(writer, principal);
	put_string(writer, BER_BIT_STRING, no_options, sizeof no_options, 0);
	ber_put_around(writer, BER_SEQUENCE, end);
	ber_put_around(writer, context(4), end);
}

static void put_length(unsigned char *place, size_t length)
{
	for (unsigned i = 0; i < LENGTH_OCTETS; i++)
		place[i] = (unsigned char)(length >> (24 - 8 * i));
}

static bool is_fit(const char *name)
{
	size_t length = strnlen(name, KRB_NAME_MAX + 1);

	return length >= 1 && length <= KRB_NAME_MAX;
}

const char *krb_request_make(const char *principal, const char *realm, uint32_t nonce, struct krb_request *ret_request)
{
	struct ber_writer writer = ber_writer_over(ret_request->bytes, sizeof ret_request->bytes);
	size_t end = writer.begin;

	if (!is_fit(principal) || !is_fit(realm))
		return "needs a principal and a realm of 1 to 255 bytes";
	put_body(&writer, principal, realm, nonce);
	put_number(&writer, AS_REQ, 2);
	put_number(&writer, KERBEROS_VERSION, 1);
	ber_put_around(&writer, BER_SEQUENCE, end);
	ber_put_around(&writer, BER_APPLICATION + AS_REQ, end);
	if (writer.full || writer.begin < LENGTH_OCTETS)
		return "has a principal of too many parts";
	ret_request->begin = writer.begin;
	put_length(ret_request->bytes + writer.begin - LENGTH_OCTETS, writer.size - writer.begin);
	return NULL;
}

struct octets krb_request_udp(const struct krb_request *request)
{
	return (struct octets){request->bytes + request->begin, sizeof request->bytes - request->begin};
}

struct octets krb_request_tcp(const struct krb_request *request)
{
	return (struct octets){request->bytes + request->begin - LENGTH_OCTETS,
			       sizeof request->bytes - request->begin + LENGTH_OCTETS};
}
