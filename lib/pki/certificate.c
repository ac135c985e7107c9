/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pki/certificate.h"

#include "pki/certificate_chain.h"
#include "pki/certificate_decode.h"
#include "pki/name.h"

static struct octets octets_copy(struct arena *arena, const unsigned char *bytes, size_t length)
{
	return (struct octets){.bytes = (unsigned char *)arena_copy(arena, bytes, length), .length = length};
}

static struct octets name_octets(struct arena *arena, const X509_NAME *name)
{
	const unsigned char *bytes;
	size_t length;

	if (X509_NAME_get0_der(name, &bytes, &length) != 1) {
		openssl_settle(arena);
		return (struct octets){0};
	}
	return octets_copy(arena, bytes, length);
}

static const char *serial_text(struct arena *arena, const ASN1_INTEGER *serial)
{
	const char *digits = text_hex(arena, ASN1_STRING_get0_data(serial), (size_t)ASN1_STRING_length(serial));

	if (*digits == 0)
		return "00";
	return ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? text_format(arena, "-%s", digits) : digits;
}

/* The bits of the first INTEGER of an RSAPublicKey (RFC 8017 A.1.1); 0 if there is none. */
static unsigned modulus_bits(const ASN1_BIT_STRING *bits)
{
	const unsigned char *at = ASN1_STRING_get0_data(bits), *end = at + ASN1_STRING_length(bits);
	int tag, class;
	long length;
	unsigned count = 0;

	if ((ASN1_get_object(&at, &length, &tag, &class, end - at) & 0x81) != 0 || tag != V_ASN1_SEQUENCE ||
	    (ASN1_get_object(&at, &length, &tag, &class, end - at) & 0x81) != 0 || tag != V_ASN1_INTEGER)
		return 0;
	for (; length > 0 && *at == 0; length--)
		at++;
	if (length == 0 || length > 16384)
		return 0;
	for (unsigned first = *at; first != 0; first >>= 1)
		count++;
	return count + 8 * ((unsigned)length - 1);
}

static void other_key_read(struct arena *arena, const CERTIFICATE_KEY *parts, struct certificate *certificate)
{
	autofree(EVP_PKEY) *key = certificate_key(parts);

	if (key != NULL && EVP_PKEY_get_bits(key) > 0)
		certificate->key_bits = (unsigned)EVP_PKEY_get_bits(key);
	else
		openssl_settle(arena);
}

static void key_read(struct arena *arena, const CERTIFICATE_KEY *key, struct certificate *certificate)
{
	int kind = OBJ_obj2nid(key->algorithm->algorithm);

	certificate->public_key =
		octets_copy(arena, ASN1_STRING_get0_data(key->bits), (size_t)ASN1_STRING_length(key->bits));
	certificate->key_algorithm = kind == NID_rsaEncryption || kind == NID_rsassaPss ? KEY_RSA
				     : kind == NID_X9_62_id_ecPublicKey                 ? KEY_EC
											: KEY_OTHER;
	certificate->key_algorithm_name = certificate->key_algorithm == KEY_RSA ? "RSA"
					  : certificate->key_algorithm == KEY_EC
						  ? "EC"
						  : openssl_object_name(arena, key->algorithm->algorithm);
	if (certificate->key_algorithm == KEY_RSA)
		certificate->key_bits = modulus_bits(key->bits);
	else
		other_key_read(arena, key, certificate);
}

static void signature_read(struct arena *arena, const X509_ALGOR *identifier, struct certificate *certificate)
{
	int algorithm = OBJ_obj2nid(identifier->algorithm), digest = NID_undef, key;

	certificate->signature_algorithm_name = openssl_object_name(arena, identifier->algorithm);
	certificate->signature_pss = algorithm == NID_rsassaPss;
	if (OBJ_find_sigid_algs(algorithm, &digest, &key) != 1)
		return;
	certificate->signature_sha1 = digest == NID_sha1;
	certificate->signature_md5 = digest == NID_md5 || digest == NID_md4 || digest == NID_md2;
}

/* RFC 5280 4.2.1.9, and what is taken for a CA without the extension (as OpenSSL's X509_check_ca does). */
static void ca_settle(struct certificate *certificate, bool has_constraints)
{
	if (has_constraints)
		return;
	if (certificate->has_key_usage)
		certificate->is_ca = (certificate->key_usage & KEY_USAGE_CERTIFICATE_SIGN) != 0;
	else
		certificate->is_ca = certificate->version == 1 && certificate->self_signed;
}

static void names_read(struct arena *arena, const CERTIFICATE_BODY *body, struct certificate *certificate)
{
	certificate->subject = name_text(arena, body->subject);
	certificate->issuer = name_text(arena, body->issuer);
	certificate->subject_name = name_octets(arena, body->subject);
	certificate->issuer_name = name_octets(arena, body->issuer);
}

static unsigned version_of(const CERTIFICATE_BODY *body)
{
	long version = body->version != NULL ? ASN1_INTEGER_get(body->version) : 0;

	return version >= 0 && version < 3 ? (unsigned)version + 1 : 0;
}

static bool has_constraints(const STACK_OF(X509_EXTENSION) * extensions)
{
	return X509v3_get_ext_by_NID(extensions, NID_basic_constraints, -1) >= 0;
}

const char *certificate_decode(struct arena *arena, const CERTIFICATE_PARTS *parts, struct octets der,
			       struct certificate *ret_certificate)
{
	struct certificate certificate = {.template_major = -1, .template_minor = -1};
	const CERTIFICATE_BODY *body = parts->body;
	const char *trouble;

	certificate.der = octets_copy(arena, der.bytes, der.length);
	if (!openssl_time_read(body->validity->notBefore, &certificate.not_before) ||
	    !openssl_time_read(body->validity->notAfter, &certificate.not_after))
		return "the validity dates are malformed";
	certificate.version = version_of(body);
	certificate.serial = serial_text(arena, body->serial);
	names_read(arena, body, &certificate);
	trouble = certificate_decode_extensions(arena, body->extensions, &certificate);
	if (trouble != NULL)
		return trouble;
	key_read(arena, body->key, &certificate);
	signature_read(arena, parts->algorithm, &certificate);
	certificate.self_signed = octets_equal(certificate.subject_name, certificate.issuer_name) &&
				  certificate_issued_by(arena, &certificate, &certificate);
	ca_settle(&certificate, has_constraints(body->extensions));
	*ret_certificate = certificate;
	return NULL;
}

const char *certificate_parse(struct arena *arena, const unsigned char *der, size_t length,
			      struct certificate *ret_certificate)
{
	const unsigned char *end = der;
	autofree(CERTIFICATE_PARTS) *parts = certificate_parts_read(&end, length);
	size_t used = (size_t)(end - der);

	if (parts == NULL) {
		openssl_settle(arena);
		return "it can't be decoded as a certificate";
	}
	if (used != length)
		return text_format(arena, "%s behind the end of the certificate",
				   text_count(arena, length - used, "byte"));
	return certificate_decode(arena, parts, (struct octets){.bytes = der, .length = length}, ret_certificate);
}

const unsigned char *certificate_sha256(struct arena *arena, const struct certificate *certificate)
{
	unsigned char *digest = arena_allocate(arena, SHA256_LENGTH);

	if (EVP_Digest(certificate->der.bytes, certificate->der.length, digest, NULL, EVP_sha256(), NULL) != 1)
		arena_exhausted(arena);
	return digest;
}
