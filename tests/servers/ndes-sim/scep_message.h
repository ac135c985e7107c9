/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages inside PKIOperation (RFC 8894 3.2): requests are taken apart, replies put together as NDES does. */
#ifndef NDES_SIM_SCEP_MESSAGE_H
#define NDES_SIM_SCEP_MESSAGE_H

#include <stdint.h>

#include "authority.h"
#include "bytes.h"
#include "options.h"

#define OID_MESSAGE_TYPE "2.16.840.1.113733.1.9.2"
#define OID_PKI_STATUS "2.16.840.1.113733.1.9.3"
#define OID_FAIL_INFO "2.16.840.1.113733.1.9.4"
#define OID_SENDER_NONCE "2.16.840.1.113733.1.9.5"
#define OID_RECIPIENT_NONCE "2.16.840.1.113733.1.9.6"
#define OID_TRANSACTION "2.16.840.1.113733.1.9.7"
#define OID_HRESULT "1.3.6.1.4.1.311.21.33"
#define OID_SERVER_MESSAGE "1.3.6.1.4.1.311.21.38"

enum message_type { CERT_REP = 3, RENEWAL_REQ = 17, PKCS_REQ = 19, CERT_POLL = 20, GET_CERT = 21, GET_CRL = 22 };
enum pki_status { PKI_SUCCESS = 0, PKI_FAILURE = 2, PKI_PENDING = 3 };
enum fail_info { FAIL_BAD_ALG = 0, FAIL_BAD_MESSAGE_CHECK = 1, FAIL_BAD_REQUEST = 2, FAIL_BAD_CERT_ID = 4 };

struct scep_request {
	long type;
	char *transaction;
	struct bytes nonce;
	X509 *signer;
	int cipher; /* NID of the envelope's cipher */
	struct bytes payload;
};

struct scep_reply {
	enum pki_status status;
	long fail_info;	 /* only with PKI_FAILURE */
	int32_t hresult; /* likewise; 0: none */
	const char *message;
	X509 *issued; /* only with PKI_SUCCESS; owned */
};

/* Returns NULL, or why NDES couldn't read the message; then there is nothing to release. */
const char *scep_request_decode(const struct bytes *message, const struct identity *recipient,
				struct scep_request *ret_request);
void scep_request_release(struct scep_request *request);

/* The DER of a CertRep, signed by signer. */
struct bytes scep_reply_encode(const struct scep_reply *reply, const struct scep_request *request,
			       const struct identity *signer, X509 *ca, const struct options *options);

#endif
