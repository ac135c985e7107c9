/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about what was read from a directory; no libldap in them, so that judges and their tests need none. */
#ifndef NET_LDAP_ANSWER_H
#define NET_LDAP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/entry.h"
#include "core/text.h"

enum ldap_outcome {
	LDAP_OUTCOME_READ,           /* there is at least one value */
	LDAP_OUTCOME_BAD_URL,        /* can't be asked for: see detail */
	LDAP_OUTCOME_NO_HOST,        /* the URL names no host, and neither options nor DNS know one: not checkable */
	LDAP_OUTCOME_SETUP,          /* something of this host: a file, the password, memory */
	LDAP_OUTCOME_NAME_NOT_FOUND, /* the host's name */
	LDAP_OUTCOME_NO_FAMILY,      /* no address of the family that -4 or -6 asks for: see detail */
	LDAP_OUTCOME_REFUSED,
	LDAP_OUTCOME_UNREACHABLE,  /* no route, network unreachable */
	LDAP_OUTCOME_TIMED_OUT,    /* see phase: in connect it means filtered */
	LDAP_OUTCOME_CLOSED,       /* by the server, without an answer, or with half of one */
	LDAP_OUTCOME_PROTOCOL,     /* what came is not LDAP */
	LDAP_OUTCOME_TLS,          /* no handshake, or a certificate that is not accepted: see detail */
	LDAP_OUTCOME_BIND_REFUSED, /* our own login */
	LDAP_OUTCOME_LOGIN_WANTED, /* not shown to anonymous readers (AD: operationsError 1) */
	LDAP_OUTCOME_FORBIDDEN,    /* not shown to the one who logged in */
	LDAP_OUTCOME_REFERRAL,     /* the entry is in another directory: see referral */
	LDAP_OUTCOME_NO_ENTRY,     /* noSuchObject, or nothing that matches the filter */
	LDAP_OUTCOME_NO_VALUE,     /* the entry is there, the attribute absent (or hidden from the reader) */
	LDAP_OUTCOME_TOO_LARGE,    /* above value_max */
	LDAP_OUTCOME_FAILED,       /* another result of the server: see result_code and detail */
};

enum ldap_phase { LDAP_PHASE_RESOLVE, LDAP_PHASE_CONNECT, LDAP_PHASE_TLS, LDAP_PHASE_BIND, LDAP_PHASE_SEARCH };

/* "name resolution", "connect", "TLS handshake", "login", "search": an article goes in front */
const char *ldap_phase_name(enum ldap_phase phase);

/* What is wrong with TLS. */
enum ldap_tls_fault {
	LDAP_TLS_NO_CONNECTION, /* the handshake fails, or is refused */
	LDAP_TLS_UNTRUSTED,
	LDAP_TLS_OTHER_NAME,
	LDAP_TLS_OUT_OF_DATE, /* expired, or not valid yet: the certificate or one of its chain */
};

/* Octets as they are in the directory: nothing is decoded, nothing sanitised. */
struct ldap_value {
	const unsigned char *octets;
	size_t length;
};

/* Lifetime: the run's arena. Texts are sanitised. Times are seconds; a phase that was left out is 0. */
struct ldap_answer {
	enum ldap_outcome outcome;
	enum ldap_phase phase;         /* where it ended */
	enum ldap_tls_fault tls_fault; /* if that is the outcome */
	const char *detail;            /* why it failed, fit to follow a colon; "" after LDAP_OUTCOME_READ */
	int result_code;               /* of the last answer (RFC 4511, appendix A); 0: success, or none came */
	const char *server;            /* that was asked: "dc1.corp.test port 389"; NULL: none was found */
	const char *address;           /* "192.0.2.1 port 389"; NULL: never connected */
	const char *srv_domain;        /* whose SRV records were asked for; NULL: none */
	const char *dn;                /* of the URL, percent-decoded; NULL: the URL can't be read */
	const char *wanted;            /* the attribute asked for; NULL: as dn */
	const char *attribute; /* its name as the server wrote it ("certificateRevocationList;binary"); NULL: absent */
	const struct ldap_value *values; /* of the first entry that has some */
	size_t value_count;
	size_t entries;       /* that matched; more than one is ambiguous (counted up to 2) */
	const char *referral; /* the first one; NULL: none */
	double resolve, connect, tls, bind, search, total;
	int64_t asked, answered; /* nanoseconds since the epoch by this host's clock, around the search; 0: never */
	unsigned attempts;
};

/* How the way to a directory went. Lifetime: the run's arena. Texts are sanitised. Times are seconds. */
struct ldap_contact {
	enum ldap_outcome outcome; /* LDAP_OUTCOME_READ: connected and logged in */
	enum ldap_phase phase;     /* where it ended */
	enum ldap_tls_fault tls_fault;
	const char *detail; /* as in struct ldap_answer */
	int result_code;
	const char *server, *address, *srv_domain; /* as in struct ldap_answer */
	const char
		*passed_over; /* "dc1 port 636: Connection refused; ...": servers that were tried before; NULL: none */
	const char *identity; /* who we are there: "monitor@lab.test"; NULL: nobody, or it never came to it */
	bool tls;
	struct octets certificate; /* the server's, DER; absent without TLS */
	double resolve, connect, handshake, bind, total;
	unsigned attempts;
};

/* What came to a question. Lifetime: the run's arena. */
struct ldap_reply {
	enum ldap_outcome outcome; /* LDAP_OUTCOME_READ: answered, also with no entry at all */
	const char *detail;        /* "" after LDAP_OUTCOME_READ; sanitised */
	int result_code;
	const struct entry *entries;
	size_t count;
	bool cut; /* there are more: entries_max was reached, or a limit of the server */
};

#endif
