/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts about a directory and an account in it; filled by lib/probe. Lifetime: the run's arena. */
#ifndef JUDGE_DIRECTORY_H
#define JUDGE_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ad/account.h"
#include "ad/sid.h"
#include "core/text.h"
#include "net/ldap_answer.h"
#include "pki/certificate.h"

/* The way to a domain controller, and what its rootDSE says (MS-ADTS 3.1.1.3.2). Names of contexts are DNs as they are.
 */
struct directory {
	struct ldap_contact contact;
	bool has_certificate;          /* TLS was used */
	const char *certificate_fault; /* why its certificate can't be read; NULL: it can */
	struct certificate certificate;
	struct ldap_reply root; /* the rootDSE's outcome; its entries are not of use any more */
	/* What was searched for when the time limit passed ("the CAs"). What came behind that was never asked. */
	struct text_list unanswered;
	bool active_directory;                            /* supportedCapabilities has 1.2.840.113556.1.4.800 */
	const char *domain, *configuration, *root_domain; /* NULL: not said */
	const char *domain_name;                          /* "lab.test"; fit to print; NULL: not said */
	const char *host;                                 /* dnsHostName, fit to print; NULL: not said */
	/* The domain's NetBIOS name ("LAB"), asked for where a name has a domain in front; NULL: see its reply. */
	const char *netbios_name;
	struct ldap_reply netbios_reply;
};

/* Names of SIDs that were looked up: "g_local", "NDES1$". Well-known ones are not among them. */
struct sid_name {
	struct sid sid;
	const char *name; /* fit to print */
};

struct sid_names {
	struct sid_name *items;
	size_t count;
	bool complete; /* all were looked up: one of the domain that is not there is nobody's any more */
	struct sid domain;
};

enum search_outcome {
	SEARCH_FOUND,
	SEARCH_ABSENT,
	SEARCH_AMBIGUOUS, /* see candidates */
	SEARCH_HIDDEN,    /* the entry is there, but none of its attributes is shown to us */
	SEARCH_FAILED,    /* see reply */
};

/* An account that was looked for. */
struct account_search {
	const char *wanted; /* as it was given, fit to print */
	enum search_outcome outcome;
	struct ldap_reply reply;     /* of the search that decided */
	struct text_list candidates; /* DNs, fit to print */
	struct account account;      /* if found */
	/*
	 * Its token (ad.md, chapter 4). Not complete: made from group memberships, because tokenGroups is hidden; it
	 * lacks SID history and groups of other domains. token_fault: why there is none at all; NULL: there is one.
	 */
	struct sid_set token, token_elsewhere; /* elsewhere: without Administrators, which are others on another host */
	bool token_complete;
	const char *token_fault;
	struct ldap_reply token_reply; /* of the question that got no answer, if that is the fault; else it was read */
};

/*
 * "LAB-CA1-CA", "Domain Admins", "g_local"; a SID that has no name is printed as it is, with the hint "deleted
 * account?", or that it may be of another domain, where the directory was asked for its name.
 */
const char *sid_display(const struct sid_names *names, const struct sid *sid, struct arena *arena);

/* Who reads there, for "not readable for %s": "monitor@lab.test" or "us". */
const char *directory_reader(const struct directory *directory);

/* Is the domain in front of a name this one, by its NetBIOS or DNS name, or BUILTIN or NT AUTHORITY? */
bool directory_has_domain(const struct directory *directory, const char *name);

/* The time limit passed over a question. */
bool directory_is_silent(const struct directory *directory);

/* "lab.test" or "the domain" */
const char *directory_domain(const struct directory *directory);

#endif
