/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a request asks for: the unit by which faults and delays are limited ("--fault=crash@GetCACert"). */
#ifndef NDES_SIM_OPERATION_H
#define NDES_SIM_OPERATION_H

/*
 * UNKNOWN is an operation that NDES doesn't have, PAGE mscep.dll without one, FOLDER /certsrv/mscep/,
 * ADMIN_SLASH /certsrv/mscep_admin without its last slash, FILES the lists and certificates below /CertEnroll/.
 */
#define OPERATIONS(ROW) \
	ROW(CAPABILITIES, "GetCACaps") \
	ROW(CERTIFICATES, "GetCACert") \
	ROW(NEXT_CERTIFICATES, "GetNextCACert") \
	ROW(MESSAGE, "PKIOperation") \
	ROW(UNKNOWN, "unknown") \
	ROW(PAGE, "page") \
	ROW(FOLDER, "folder") \
	ROW(ADMIN, "admin") \
	ROW(ADMIN_SLASH, "admin-slash") \
	ROW(FILES, "files") \
	ROW(ELSEWHERE, "elsewhere")

#define OPERATION_ENUM(name, text) OPERATION_##name,
enum operation { OPERATIONS(OPERATION_ENUM) OPERATION_COUNT };
#undef OPERATION_ENUM

#define OPERATION_BIT(name) (1u << OPERATION_##name)
#define OPERATIONS_SCEP                                                                                                \
	(OPERATION_BIT(CAPABILITIES) | OPERATION_BIT(CERTIFICATES) | OPERATION_BIT(NEXT_CERTIFICATES) |                \
	 OPERATION_BIT(MESSAGE) | OPERATION_BIT(UNKNOWN))
#define OPERATIONS_DLL (OPERATIONS_SCEP | OPERATION_BIT(PAGE))
#define OPERATIONS_MSCEP (OPERATIONS_DLL | OPERATION_BIT(FOLDER))
#define OPERATIONS_ADMIN (OPERATION_BIT(ADMIN) | OPERATION_BIT(ADMIN_SLASH))
#define OPERATIONS_ALL ((1u << OPERATION_COUNT) - 1)

/* The operation of a decoded path and of its query's operation= (NULL: none). Paths are compared without case. */
enum operation operation_of(const char *path, const char *word);

const char *operation_name(enum operation operation);

/* The set of "NAME,NAME"; 0 if one of them is no operation. */
unsigned int operations_parse(const char *text);

#endif
