/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The facts of one run about revocation: which lists the given certificates name, what each of their places delivered,
 * and what stands behind their AIA and OCSP addresses. probe_crl_survey() gathers it, judge_crl_survey() judges it.
 */
#ifndef JUDGE_CRL_SURVEY_H
#define JUDGE_CRL_SURVEY_H

#include "judge/aia_facts.h"
#include "judge/crl_facts.h"
#include "judge/ocsp_facts.h"
#include "net/http_answer.h"
#include "net/http_options.h"
#include "net/ldap_answer.h"

/* How a place is reached. */
enum access_kind {
	ACCESS_HTTP,        /* http, https */
	ACCESS_LDAP,        /* ldap, ldaps */
	ACCESS_LOCAL,       /* a file that was given with --file */
	ACCESS_BROKEN,      /* http or https, but no URL; why tells more */
	ACCESS_UNCHECKABLE, /* file:, UNC and other names that are not asked from here; why tells more */
};

/* What happened on the way to a place. */
struct access {
	const char *uri; /* exact */
	bool typed;      /* by the user: a certificate or a list must not choose who gets a login */
	enum access_kind kind;
	const struct http_endpoint *endpoint; /* of ACCESS_HTTP */
	struct http_answer http;
	struct ldap_answer ldap;
	const char *why;         /* it can't be asked, or a local file be read; NULL: nothing is known against it */
	double total;            /* seconds */
	bool escaped_plus_works; /* after a 404: the same URL with %2B for + is there */
};

/* One URI of a list. */
struct list_place {
	struct crl_place place;
	struct access access;
	const struct list_place
		*twin; /* the same URI in an earlier list: asked there, once for both; NULL: asked here */
};

/* The places of one list: the URIs of all plain points of a certificate, of another point, or a list that was given. */
struct crl_list {
	const char *id, *subject; /* "list1"; whose list it is, for people */
	const char *title;        /* "CRL" or "delta CRL" */
	struct list_place *places;
	size_t count;
	struct crl_list **bases; /* of a delta list: the base lists whose places name it */
	size_t base_count;
	size_t delta_places; /* of a base list: places of its delta lists */
};

/* A place of an issuer's certificate, for all certificates of that issuer which name it. */
struct aia_check {
	struct aia_place place; /* judged for the first of them */
	struct access access;
	const struct certificate **namers;
	size_t namer_count;
	const struct aia_check *twin; /* as in list_place */
};

struct ocsp_check {
	struct ocsp_place place;
	struct access access;
};

/* A source of certificates that could not be used. */
struct source_problem {
	const char *name;                     /* file, URL or host */
	const char *wrong;                    /* what is wrong with the bytes or the file; NULL: see http */
	bool local;                           /* a file of this host */
	const struct http_endpoint *endpoint; /* of a server */
	struct http_answer http;
};

struct crl_survey {
	struct certificate_set certificates; /* that were given */
	struct certificate_set candidates;   /* that may have signed a list; those of --issuer first */
	size_t issuer_count;                 /* candidates of --issuer */
	struct crl_list *lists;
	size_t list_count;
	struct aia_check *aia;
	size_t aia_count;
	struct ocsp_check *ocsp;
	size_t ocsp_count;
	struct source_problem *problems;
	size_t problem_count;
	struct text_list silent;     /* labels of certificates that name no list and are no root */
	struct text_list no_ocsp;    /* --ocsp: those that name no responder */
	struct text_list no_issuer;  /* --ocsp: those that name one, but whose issuer is not at hand */
	size_t left_out;             /* lists, AIA and OCSP places beyond the cap */
	struct text_list unreadable; /* "label: why": their extensions can't be read */
};

#endif
