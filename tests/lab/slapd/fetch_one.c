/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads LDAP URLs and prints a line for each: outcome, phase, server, number of values, each as LENGTH/SUM,
 * attribute, detail. For the tests of lib/net/ldap_fetch against a real server.
 *	fetch_one [OPTION=VALUE...] URL...
 * Instead of DNS the environment has the SRV records: "SRV_corp.test=dc1.corp.test:389 dc2.corp.test:389".
 */
#include <ldap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/array.h"
#include "net/ldap_fetch.h"

/* In front of libldap's. */
int ldap_domain2hostlist(LDAP_CONST char *domain, char **ret_list)
{
	char name[512];
	const char *list;

	snprintf(name, sizeof name, "SRV_%s", domain);
	list = getenv(name);
	*ret_list = list != NULL ? ber_strdup(list) : NULL;
	return list != NULL ? LDAP_SUCCESS : LDAP_UNAVAILABLE;
}

struct wishes {
	struct ldap_options options;
	const char *attribute;
	size_t value_max;
	double limit;
	unsigned retries;
	bool login, times;
	enum address_family family;
};

static bool take(struct wishes *wishes, const char *argument)
{
	const char *value = strchr(argument, '=');
	const struct {
		const char *name;
		const char **place;
	} texts[] = {
		{"host", &wishes->options.host},   {"domain", &wishes->options.domain},
		{"ca", &wishes->options.ca_cert},  {"bind", &wishes->options.bind_dn},
		{"attribute", &wishes->attribute},
	};
	const struct {
		const char *name;
		bool *place;
	} switches[] = {
		{"starttls", &wishes->options.starttls},
		{"insecure", &wishes->options.insecure},
		{"cleartext", &wishes->options.allow_cleartext},
		{"login", &wishes->login},
		{"times", &wishes->times},
	};

	if (value == NULL || strstr(argument, "://") != NULL)
		return false;
	value++;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (strncmp(argument, texts[i].name, strlen(texts[i].name)) == 0)
			*texts[i].place = value;
	for (size_t i = 0; i < ARRAY_LENGTH(switches); i++)
		if (strncmp(argument, switches[i].name, strlen(switches[i].name)) == 0)
			*switches[i].place = *value == '1';
	if (strncmp(argument, "password=", 9) == 0) {
		wishes->options.password = value;
		wishes->options.password_length = strlen(value);
	}
	if (strncmp(argument, "max=", 4) == 0)
		wishes->value_max = strtoul(value, NULL, 10);
	if (strncmp(argument, "limit=", 6) == 0)
		wishes->limit = strtod(value, NULL);
	if (strncmp(argument, "retries=", 8) == 0)
		wishes->retries = (unsigned)strtoul(value, NULL, 10);
	if (strncmp(argument, "family=", 7) == 0)
		wishes->family = *value == '6' ? FAMILY_IPV6 : FAMILY_IPV4;
	return true;
}

static const char *name_of(enum ldap_outcome outcome)
{
	static const char *const names[] = {
		[LDAP_OUTCOME_READ] = "READ",
		[LDAP_OUTCOME_BAD_URL] = "BAD_URL",
		[LDAP_OUTCOME_NO_HOST] = "NO_HOST",
		[LDAP_OUTCOME_SETUP] = "SETUP",
		[LDAP_OUTCOME_NAME_NOT_FOUND] = "NAME_NOT_FOUND",
		[LDAP_OUTCOME_NO_FAMILY] = "NO_FAMILY",
		[LDAP_OUTCOME_REFUSED] = "REFUSED",
		[LDAP_OUTCOME_UNREACHABLE] = "UNREACHABLE",
		[LDAP_OUTCOME_TIMED_OUT] = "TIMED_OUT",
		[LDAP_OUTCOME_CLOSED] = "CLOSED",
		[LDAP_OUTCOME_PROTOCOL] = "PROTOCOL",
		[LDAP_OUTCOME_TLS] = "TLS",
		[LDAP_OUTCOME_BIND_REFUSED] = "BIND_REFUSED",
		[LDAP_OUTCOME_LOGIN_WANTED] = "LOGIN_WANTED",
		[LDAP_OUTCOME_FORBIDDEN] = "FORBIDDEN",
		[LDAP_OUTCOME_REFERRAL] = "REFERRAL",
		[LDAP_OUTCOME_NO_ENTRY] = "NO_ENTRY",
		[LDAP_OUTCOME_NO_VALUE] = "NO_VALUE",
		[LDAP_OUTCOME_TOO_LARGE] = "TOO_LARGE",
		[LDAP_OUTCOME_FAILED] = "FAILED",
	};

	return names[outcome];
}

static const char *or_dash(const char *text)
{
	return text != NULL ? text : "-";
}

static void print(const struct ldap_answer *answer, bool times)
{
	printf("%s phase=%s server=[%s] address=[%s] values=%zu", name_of(answer->outcome),
	       ldap_phase_name(answer->phase), or_dash(answer->server), or_dash(answer->address), answer->value_count);
	for (size_t i = 0; i < answer->value_count; i++) {
		unsigned long sum = 0;

		for (size_t k = 0; k < answer->values[i].length; k++)
			sum = (sum * 31 + answer->values[i].octets[k]) % 1000003;
		printf(" %zu/%lu", answer->values[i].length, sum);
	}
	printf(" attribute=%s entries=%zu attempts=%u result=%d dn=[%s] detail=[%s]", or_dash(answer->attribute),
	       answer->entries, answer->attempts, answer->result_code, or_dash(answer->dn), answer->detail);
	if (times)
		printf(" resolve=%.4f connect=%.4f tls=%.4f bind=%.4f search=%.4f total=%.4f", answer->resolve,
		       answer->connect, answer->tls, answer->bind, answer->search, answer->total);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_create("out of memory\n");
	struct wishes wishes = {.limit = 5, .value_max = 1 << 20};
	struct ldap_request *requests = arena_allocate(arena, (size_t)argc * sizeof *requests);
	struct run run = {.arena = arena};
	size_t count = 0;

	for (int i = 1; i < argc; i++)
		if (!take(&wishes, argv[i]))
			requests[count++].url = argv[i];
	for (size_t i = 0; i < count; i++) {
		requests[i].value_max = wishes.value_max;
		requests[i].attribute = wishes.attribute;
		requests[i].login = wishes.login;
	}
	run.limit = wishes.limit;
	run.retries = wishes.retries;
	run.family = wishes.family;
	run.deadline = deadline_start(wishes.limit);
	ldap_fetch(&run, &wishes.options, requests, count);
	for (size_t i = 0; i < count; i++)
		print(&requests[i].answer, wishes.times);
	arena_destroy(arena);
	return 0;
}
