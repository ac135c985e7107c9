/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A CertRep as NDES makes it: no certificates beside the signature, signature algorithm rsaEncryption, no signingTime;
 * one byte 00 where a refusal has nothing to say. OpenSSL's CMS would add a signingTime, its PKCS7 leaves the choice.
 */
#include <string.h>

#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "certificate_set.h"
#include "scep_message.h"
#include "trouble.h"

static void attribute_add(PKCS7_SIGNER_INFO *signer, const char *oid, int type, const void *data, size_t length)
{
	autofree(ASN1_OBJECT) *object = OBJ_txt2obj(oid, 1);

	if (!object || !X509at_add1_attr_by_OBJ(&signer->auth_attr, object, type, data, (int)length))
		fatal("attribute %s could not be added", oid);
}

static void attribute_add_text(PKCS7_SIGNER_INFO *signer, const char *oid, const char *text)
{
	attribute_add(signer, oid, V_ASN1_PRINTABLESTRING, text, strlen(text));
}

static void attribute_add_number(PKCS7_SIGNER_INFO *signer, const char *oid, long number)
{
	autofree(char) *text = text_format("%ld", number);

	attribute_add_text(signer, oid, text);
}

static void attributes_add(PKCS7_SIGNER_INFO *signer, const struct scep_reply *reply,
			   const struct scep_request *request)
{
	unsigned char nonce[16];

	if (RAND_bytes(nonce, sizeof(nonce)) != 1)
		fatal("no random numbers");
	attribute_add_text(signer, OID_TRANSACTION, request->transaction);
	attribute_add_number(signer, OID_MESSAGE_TYPE, CERT_REP);
	attribute_add_number(signer, OID_PKI_STATUS, reply->status);
	if (reply->status == PKI_FAILURE)
		attribute_add_number(signer, OID_FAIL_INFO, reply->fail_info);
	if (reply->hresult != 0)
		attribute_add_number(signer, OID_HRESULT, reply->hresult);
	if (reply->message)
		attribute_add(signer, OID_SERVER_MESSAGE, V_ASN1_UTF8STRING, reply->message, strlen(reply->message));
	attribute_add(signer, OID_SENDER_NONCE, V_ASN1_OCTET_STRING, nonce, sizeof(nonce));
	attribute_add(signer, OID_RECIPIENT_NONCE, V_ASN1_OCTET_STRING, request->nonce.data, request->nonce.length);
}

static const EVP_CIPHER *cipher_choose(const struct options *options, const struct scep_request *request)
{
	const EVP_CIPHER *cipher = strcmp(options->cipher, "request") == 0 ? EVP_get_cipherbynid(request->cipher)
									   : EVP_get_cipherbyname(options->cipher);

	return cipher && EVP_CIPHER_get_mode(cipher) == EVP_CIPH_CBC_MODE ? cipher : EVP_aes_128_cbc();
}

static void recipient_add(CMS_ContentInfo *envelope, X509 *recipient, bool oaep)
{
	CMS_RecipientInfo *added = CMS_add1_recipient_cert(envelope, recipient, CMS_KEY_PARAM);
	EVP_PKEY_CTX *wrap = added ? CMS_RecipientInfo_get0_pkey_ctx(added) : NULL;

	if (!wrap || (oaep && EVP_PKEY_CTX_set_rsa_padding(wrap, RSA_PKCS1_OAEP_PADDING) <= 0))
		fatal("the client's key can't be encrypted to");
}

/* The issued certificate and its CA's, for the key that signed the request. */
static struct bytes envelope_make(const struct scep_reply *reply, const struct scep_request *request, X509 *ca,
				  const struct options *options)
{
	autofree(PKCS7) *degenerate = degenerate_make((X509 *[]){ reply->issued, ca }, 2);
	autobytes plain = bytes_of(i2d_PKCS7, degenerate);
	autofree(BIO) *memory = BIO_new_mem_buf(plain.data, (int)plain.length);
	autofree(CMS_ContentInfo) *envelope =
		CMS_encrypt(NULL, memory, cipher_choose(options, request), CMS_BINARY | CMS_PARTIAL);

	if (!memory || !envelope)
		fatal("an envelope could not be made");
	recipient_add(envelope, request->signer, strcmp(options->key_transport, "oaep") == 0);
	if (CMS_final(envelope, memory, NULL, CMS_BINARY) != 1)
		fatal("an envelope could not be made");
	return bytes_of(i2d_CMS_ContentInfo, envelope);
}

static void content_sign(PKCS7 *message, PKCS7_SIGNER_INFO *signer, const EVP_MD *digest, const struct bytes *content)
{
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned int length = 0;

	if (!ASN1_OCTET_STRING_set(message->d.sign->contents->d.data, content->data, (int)content->length) ||
	    EVP_Digest(content->data, content->length, value, &length, digest, NULL) != 1 ||
	    !PKCS7_add_attrib_content_type(signer, NULL) || !PKCS7_add1_attrib_digest(signer, value, (int)length) ||
	    !PKCS7_SIGNER_INFO_sign(signer))
		fatal("a reply could not be signed");
}

struct bytes scep_reply_encode(const struct scep_reply *reply, const struct scep_request *request,
			       const struct identity *signer, X509 *ca, const struct options *options)
{
	autofree(PKCS7) *message = PKCS7_new();
	const EVP_MD *digest = EVP_get_digestbyname(options->digest);
	autobytes content =
		reply->status == PKI_SUCCESS ? envelope_make(reply, request, ca, options) : bytes_copy("", 1);
	PKCS7_SIGNER_INFO *signature;

	if (!message || !digest || !PKCS7_set_type(message, NID_pkcs7_signed) ||
	    !PKCS7_content_new(message, NID_pkcs7_data))
		fatal("out of memory");
	signature = PKCS7_add_signature(message, signer->certificate, signer->key, digest);
	if (!signature)
		fatal("a reply could not be signed");
	attributes_add(signature, reply, request);
	content_sign(message, signature, digest, &content);
	if (options->embed_certificates && !PKCS7_add_certificate(message, signer->certificate))
		fatal("out of memory");
	return bytes_of(i2d_PKCS7, message);
}
