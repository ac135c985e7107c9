/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <openssl/err.h>

#include "scep_message.h"
#include "trouble.h"

static CMS_ContentInfo *message_parse(const struct bytes *message)
{
	const unsigned char *data = message->data;

	return d2i_CMS_ContentInfo(NULL, &data, (long)message->length);
}

static const ASN1_STRING *attribute_value(const CMS_SignerInfo *signer, const char *oid)
{
	autofree(ASN1_OBJECT) *object = OBJ_txt2obj(oid, 1);
	int index = object ? CMS_signed_get_attr_by_OBJ(signer, object, -1) : -1;
	X509_ATTRIBUTE *attribute = index < 0 ? NULL : CMS_signed_get_attr(signer, index);
	const ASN1_TYPE *value = attribute ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;

	if (!value || (value->type != V_ASN1_PRINTABLESTRING && value->type != V_ASN1_OCTET_STRING))
		return NULL;
	return value->value.asn1_string;
}

static char *attribute_text(const CMS_SignerInfo *signer, const char *oid)
{
	const ASN1_STRING *value = attribute_value(signer, oid);

	return value ? text_format("%.*s", ASN1_STRING_length(value), (const char *)ASN1_STRING_get0_data(value))
		     : NULL;
}

static const char *attributes_read(CMS_SignerInfo *signer, struct scep_request *request)
{
	const ASN1_STRING *nonce = attribute_value(signer, OID_SENDER_NONCE);
	autofree(char) *type = attribute_text(signer, OID_MESSAGE_TYPE);

	request->transaction = attribute_text(signer, OID_TRANSACTION);
	CMS_SignerInfo_get0_algs(signer, NULL, &request->signer, NULL, NULL);
	if (!type || !request->transaction || !nonce || !request->signer)
		return "a signed attribute or the signer is missing";
	request->type = strtol(type, NULL, 10);
	request->nonce = bytes_copy(ASN1_STRING_get0_data(nonce), (size_t)ASN1_STRING_length(nonce));
	X509_up_ref(request->signer);
	return NULL;
}

/* OpenSSL's CMS doesn't tell which cipher an envelope uses; its PKCS7 does. */
static int envelope_cipher(const struct bytes *envelope)
{
	const unsigned char *data = envelope->data;
	autofree(PKCS7) *parsed = d2i_PKCS7(NULL, &data, (long)envelope->length);

	if (!parsed || !PKCS7_type_is_enveloped(parsed) || !parsed->d.enveloped)
		return NID_undef;
	return OBJ_obj2nid(parsed->d.enveloped->enc_data->algorithm->algorithm);
}

static struct bytes memory_bytes(BIO *memory)
{
	char *data = NULL;
	long length = BIO_get_mem_data(memory, &data);

	return bytes_copy(data, (size_t)length);
}

static const char *envelope_open(const struct bytes *envelope, const struct identity *recipient,
				 struct scep_request *request)
{
	autofree(CMS_ContentInfo) *parsed = message_parse(envelope);
	autofree(BIO) *plain = BIO_new(BIO_s_mem());

	if (!parsed || !plain)
		return "the content is no envelope";
	request->cipher = envelope_cipher(envelope);
	if (CMS_decrypt(parsed, recipient->key, recipient->certificate, NULL, plain, CMS_BINARY) != 1)
		return "the envelope can't be decrypted";
	request->payload = memory_bytes(plain);
	return NULL;
}

static const char *message_open(const struct bytes *message, const struct identity *recipient,
				struct scep_request *request)
{
	autofree(CMS_ContentInfo) *signed_data = message_parse(message);
	autofree(BIO) *content = BIO_new(BIO_s_mem());
	autobytes envelope = { 0 };
	const char *wrong;

	if (!signed_data || !content)
		return "the message is no CMS";
	if (CMS_verify(signed_data, NULL, NULL, NULL, content, CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) != 1)
		return "the signature is not valid";
	wrong = attributes_read(sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(signed_data), 0), request);
	if (wrong)
		return wrong;
	envelope = memory_bytes(content);
	return envelope_open(&envelope, recipient, request);
}

const char *scep_request_decode(const struct bytes *message, const struct identity *recipient,
				struct scep_request *ret_request)
{
	struct scep_request request = { 0 };
	const char *wrong = message_open(message, recipient, &request);

	/* What OpenSSL had to say about a bad message is not the next request's business. */
	ERR_clear_error();
	if (wrong)
		scep_request_release(&request);
	else
		*ret_request = request;
	return wrong;
}

void scep_request_release(struct scep_request *request)
{
	free(request->transaction);
	bytes_release(&request->nonce);
	bytes_release(&request->payload);
	X509_free(request->signer);
	*request = (struct scep_request){ 0 };
}
