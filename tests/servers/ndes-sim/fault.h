/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faults that --fault=NAME[@OPERATION,...] switches on. Each has the operations that it breaks by default. */
#ifndef NDES_SIM_FAULT_H
#define NDES_SIM_FAULT_H

#include <stdbool.h>
#include <stdio.h>

#include "operation.h"

#define FAULTS(ROW)                                                                                                    \
	/* whole answers (canned.c), the first that applies wins */                                                    \
	ROW(POOL_STOPPED, "pool-stopped", OPERATIONS_ALL)                                                              \
	ROW(BINDING, "binding", OPERATIONS_ALL)                                                                        \
	ROW(HEADER_LIMIT, "header-limit", OPERATIONS_ALL)                                                              \
	ROW(PROXY_AUTH, "proxy-auth", OPERATIONS_ALL)                                                                  \
	ROW(PROXY_PAGE, "proxy-page", OPERATIONS_ALL)                                                                  \
	ROW(GATEWAY_502, "gateway-502", OPERATIONS_ALL)                                                                \
	ROW(GATEWAY_504, "gateway-504", OPERATIONS_ALL)                                                                \
	ROW(FORBIDDEN, "forbidden", OPERATIONS_ALL)                                                                    \
	ROW(QUERY_LIMIT, "query-limit", OPERATIONS_ALL)                                                                \
	ROW(ISAPI_DENIED, "isapi-denied", OPERATIONS_DLL)                                                              \
	ROW(ANONYMOUS_OFF, "anonymous-off", OPERATIONS_MSCEP)                                                          \
	ROW(CRASH, "crash", OPERATIONS_DLL)                                                                            \
	ROW(RA_EXPIRED_500, "ra-expired-500", OPERATIONS_DLL)                                                          \
	ROW(INTUNE, "intune", OPERATION_BIT(PAGE))                                                                     \
	ROW(LANDING_MISSING, "landing-missing", OPERATION_BIT(PAGE))                                                   \
	ROW(ADMIN_MISSING, "admin-missing", OPERATIONS_ADMIN)                                                          \
	ROW(HOSTILE_PAGE, "hostile-page", OPERATIONS_ALL)                                                              \
	/* redirects (redirect.c) */                                                                                   \
	ROW(REDIRECT, "redirect", OPERATIONS_ALL)                                                                      \
	ROW(REDIRECT_LOOP, "redirect-loop", OPERATIONS_ALL)                                                            \
	ROW(REDIRECT_HTTPS, "redirect-https", OPERATIONS_ALL)                                                          \
	/* behaviour */                                                                                                \
	ROW(HOSTILE_HEADERS, "hostile-headers", OPERATIONS_ALL)                                                        \
	ROW(ADMIN_OPEN, "admin-open", OPERATION_BIT(ADMIN))                                                            \
	ROW(OPEN_ENROL, "echo-open-enrol", OPERATION_BIT(MESSAGE))                                                     \
	/* the capabilities' body (capabilities.c) */                                                                  \
	ROW(CAPS_EMPTY, "empty-caps", OPERATION_BIT(CAPABILITIES))                                                     \
	ROW(CAPS_HTML, "caps-html", OPERATION_BIT(CAPABILITIES))                                                       \
	ROW(CAPS_UNKNOWN_WORDS, "caps-unknown-words", OPERATION_BIT(CAPABILITIES))                                     \
	ROW(CAPS_UTF16, "caps-utf16", OPERATION_BIT(CAPABILITIES))                                                     \
	ROW(CAPS_CRLF, "caps-crlf", OPERATION_BIT(CAPABILITIES))                                                       \
	ROW(CAPS_NO_TYPE, "caps-no-type", OPERATION_BIT(CAPABILITIES))                                                 \
	/* the certificates themselves (authority.c, certificate_set.c) */                                             \
	ROW(RA_EXPIRED, "ra-expired", OPERATION_BIT(CERTIFICATES))                                                     \
	ROW(RA_EXPIRING, "ra-expiring", OPERATION_BIT(CERTIFICATES))                                                   \
	ROW(RA_FUTURE, "ra-future", OPERATION_BIT(CERTIFICATES))                                                       \
	ROW(RA_SWAPPED, "ra-swapped", OPERATION_BIT(CERTIFICATES))                                                     \
	ROW(RA_NO_ENCRYPTION, "ra-no-encryption", OPERATION_BIT(CERTIFICATES))                                         \
	ROW(RA_NO_SIGNING, "ra-no-signing", OPERATION_BIT(CERTIFICATES))                                               \
	ROW(RA_NO_EKU, "ra-no-eku", OPERATION_BIT(CERTIFICATES))                                                       \
	ROW(RA_NO_KEYUSAGE, "ra-no-keyusage", OPERATION_BIT(CERTIFICATES))                                             \
	ROW(RA_WEAK, "ra-weak", OPERATION_BIT(CERTIFICATES))                                                           \
	ROW(RA_SHA1, "ra-sha1", OPERATION_BIT(CERTIFICATES))                                                           \
	ROW(RA_OLD_CA, "ra-old-ca", OPERATION_BIT(CERTIFICATES))                                                       \
	ROW(RA_TWINS, "ra-twins", OPERATION_BIT(CERTIFICATES))                                                         \
	ROW(CA_EXPIRING, "ca-expiring", OPERATION_BIT(CERTIFICATES))                                                   \
	ROW(CA_MANY, "cacert-200", OPERATION_BIT(CERTIFICATES))                                                        \
	ROW(CA_HOSTILE, "cacert-hostile-names", OPERATION_BIT(CERTIFICATES))                                           \
	/* the body that carries them (certificate_set.c) */                                                           \
	ROW(CA_TRUNCATED, "cacert-truncated", OPERATION_BIT(CERTIFICATES))                                             \
	ROW(CA_SHORT, "cacert-short", OPERATION_BIT(CERTIFICATES))                                                     \
	ROW(CA_GARBAGE, "cacert-garbage", OPERATION_BIT(CERTIFICATES))                                                 \
	ROW(CA_REWRITTEN, "cacert-rewritten", OPERATION_BIT(CERTIFICATES))                                             \
	ROW(CA_PEM, "cacert-pem", OPERATION_BIT(CERTIFICATES))                                                         \
	ROW(CA_BASE64, "cacert-base64", OPERATION_BIT(CERTIFICATES))                                                   \
	ROW(CA_EMPTY, "cacert-empty", OPERATION_BIT(CERTIFICATES))                                                     \
	ROW(CA_BAD_UTF8, "cacert-bad-utf8", OPERATION_BIT(CERTIFICATES))                                               \
	/* the lists (crl.c) */                                                                                        \
	ROW(CRL_EXPIRED, "crl-expired", OPERATION_BIT(FILES))                                                          \
	ROW(CRL_MISSING, "crl-missing", OPERATION_BIT(FILES))                                                          \
	ROW(DELTA_MISSING, "delta-missing", OPERATION_BIT(FILES))

#define FAULT_ENUM(name, text, scope) FAULT_##name,
enum fault { FAULTS(FAULT_ENUM) FAULT_COUNT };
#undef FAULT_ENUM

struct fault_set {
	unsigned int operations[FAULT_COUNT]; /* 0: the fault is off */
};

/* Switches a fault on. Returns NULL, or what is wrong with the text. */
const char *fault_enable(struct fault_set *faults, const char *text);

bool fault_on(const struct fault_set *faults, enum fault fault);
bool fault_at(const struct fault_set *faults, enum fault fault, enum operation operation);
void fault_list(FILE *output);

#endif
