/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "raw.h"
#include "trouble.h"

enum kind { KIND_TEXT, KIND_NUMBER, KIND_FLAG, KIND_LIST };

struct row {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *value;   /* what the help calls the value */
	const char *choices; /* "a|b|c", or NULL: anything */
	const char *help;
	int argument;
};

#define KIND(field)                                                                                                    \
	_Generic(((struct options *)0)->field, const char *: KIND_TEXT, long: KIND_NUMBER, bool: KIND_FLAG,            \
		 struct text_list: KIND_LIST)
#define CHOICE(name, field, value, choices, help)                                                                      \
	{ name, KIND(field), offsetof(struct options, field), value, choices, help, required_argument }
#define OPTION(name, field, value, help) CHOICE(name, field, value, NULL, help)
#define SWITCH(name, field, help)                                                                                      \
	{ name, KIND(field), offsetof(struct options, field), "", NULL, help, no_argument }

static const struct row rows[] = {
	OPTION("directory", directory, "DIR", "where the certificates and keys are written"),
	OPTION("keys", keys, "DIR", "keys are kept here instead, for several runs (default: the same directory)"),
	OPTION("listen", listen, "ADDRESS", "a loopback address (default 127.0.0.1)"),
	OPTION("port", port, "N", "of http (default 0: any free one)"),
	OPTION("tls-port", tls_port, "N", "https as well, on this port (0: any free one)"),
	OPTION("ready-file", ready_file, "FILE", "the line that says ready goes there too"),
	OPTION("lifetime", lifetime, "SECONDS", "the program ends itself after that (default 3600)"),
	OPTION("log", log, "FILE", "one line per request: method, URL, status, detail"),
	OPTION("capabilities", capabilities, "WORDS", "what GetCACaps says, separated by blanks or commas"),
	SWITCH("single", single, "GetCACert is one CA certificate that does everything"),
	SWITCH("include-root", include_root, "GetCACert has the root too (some AD CS were seen to send it)"),
	CHOICE("page-bom", page_bom, "yes|no", "yes|no", "pages begin with a byte order mark (default yes)"),
	CHOICE("page-language", page_language, "en|de", "en|de", "language of the pages (default en)"),
	OPTION("challenge", challenges, "TEXT", "a password that enrols; may be repeated"),
	SWITCH("one-time", one_time, "each password enrols once"),
	OPTION("challenge-fail-info", challenge_fail_info, "N", "failInfo for a wrong password (default 2)"),
	OPTION("challenge-hresult", challenge_hresult, "CODE", "HRESULT for a wrong password (default 0x80070057)"),
	SWITCH("embed-certificates", embed_certificates, "replies carry the signer's certificate (NDES: none)"),
	CHOICE("digest", digest, "sha1|sha256|sha512", "sha1|sha256|sha512", "digest of replies (default sha1)"),
	CHOICE("cipher", cipher, "request|NAME", "request|aes-128-cbc|aes-256-cbc|des-ede3-cbc|des-cbc",
	       "cipher of replies (default request: as asked)"),
	CHOICE("key-transport", key_transport, "pkcs1|oaep", "pkcs1|oaep",
	       "how replies wrap their key (default pkcs1)"),
	OPTION("minimum-key", minimum_key, "BITS", "shorter keys are refused by the CA (default 1024)"),
	SWITCH("pending", pending, "requests wait for the administrator"),
	OPTION("refuse", refuse, "CODE", "the CA refuses all requests with this HRESULT"),
	OPTION("fault", fault_words, "NAME[@OPERATION,...]", "may be repeated; the names are below"),
	OPTION("raw-fault", raw_fault, "NAME", "no HTTP at all but this; the names are below"),
	OPTION("delay", delay_words, "MILLISECONDS[@OPERATION,...]", "before an answer; may be repeated"),
	OPTION("date-offset", date_offset, "SECONDS", "the Date header is off by this"),
	CHOICE("require-client-certificate", client_certificate, "403|handshake", "403|handshake",
	       "https wants one; without it: 403, as IIS, or the handshake fails"),
	CHOICE("tls-certificate", tls_certificate, "good|...", "good|expired|wrong-name|self-signed|expiring",
	       "good|expired|wrong-name|self-signed|expiring"),
	CHOICE("tls-max", tls_max, "1.0|1.1|1.2|1.3", "1.0|1.1|1.2|1.3", "newest version of TLS (default 1.3)"),
	SWITCH("help", help, "this text"),
};

static void help_print(void)
{
	puts("ndes-sim plays Microsoft's NDES on a loopback address.\n");
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		printf("  --%s%s%s\n        %s\n", rows[i].name, *rows[i].value ? "=" : "", rows[i].value,
		       rows[i].help);
	puts("\nOperations:");
	for (unsigned int i = 0; i < OPERATION_COUNT; i++)
		printf("%s%s", i == 0 ? "  " : " ", operation_name((enum operation)i));
	puts("\nFaults:");
	fault_list(stdout);
	puts("Raw faults:");
	raw_list(stdout);
}

static long number_read(const char *name, const char *text)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0')
		fatal("--%s: '%s' is no number", name, text);
	return number;
}

static int32_t hresult_read(const char *name, const char *text)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 0);
	if (errno != 0 || end == text || *end != '\0' || number < INT32_MIN || number > UINT32_MAX)
		fatal("--%s: '%s' is no HRESULT", name, text);
	return (int32_t)(uint32_t)number;
}

static bool choice_allowed(const char *choices, const char *text)
{
	size_t length = strlen(text);

	while (*choices) {
		size_t width = strcspn(choices, "|");

		if (width == length && strncmp(choices, text, length) == 0)
			return true;
		choices += width + (choices[width] == '|');
	}
	return false;
}

static void list_add(struct text_list *list, const char *text)
{
	const char **items = reallocarray(list->items, list->count + 1, sizeof(*items));

	if (!items)
		fatal("out of memory");
	items[list->count++] = text;
	list->items = items;
}

static void row_read(struct options *options, const struct row *row, const char *text)
{
	void *field = (char *)options + row->offset;

	if (row->choices && !choice_allowed(row->choices, text))
		fatal("--%s: '%s' is none of %s", row->name, text, row->choices);
	switch (row->kind) {
	case KIND_TEXT:
		*(const char **)field = text;
		break;
	case KIND_NUMBER:
		*(long *)field = number_read(row->name, text);
		break;
	case KIND_FLAG:
		*(bool *)field = true;
		break;
	case KIND_LIST:
		list_add(field, text);
		break;
	}
}

static void delay_read(struct options *options, const char *word)
{
	struct delay *delay = &options->delays[options->delay_count];
	const char *at = strchr(word, '@');
	char number[16] = { 0 };
	size_t length = at ? (size_t)(at - word) : strlen(word);

	if (options->delay_count == ARRAY_LENGTH(options->delays) || length >= sizeof(number))
		fatal("--delay=%s: too long, or too many of them", word);
	memcpy(number, word, length);
	delay->milliseconds = number_read("delay", number);
	delay->operations = at ? operations_parse(at + 1) : OPERATIONS_ALL;
	if (delay->operations == 0)
		fatal("--delay=%s: what follows the @ is no operation", word);
	options->delay_count++;
}

static void options_interpret(struct options *options)
{
	for (size_t i = 0; i < options->fault_words.count; i++) {
		const char *wrong = fault_enable(&options->faults, options->fault_words.items[i]);

		if (wrong)
			fatal("--fault=%s: %s", options->fault_words.items[i], wrong);
	}
	for (size_t i = 0; i < options->delay_words.count; i++)
		delay_read(options, options->delay_words.items[i]);
	if (options->refuse)
		options->refuse_hresult = hresult_read("refuse", options->refuse);
	options->challenge_hresult_value = hresult_read("challenge-hresult", options->challenge_hresult);
	if (options->raw_fault && !raw_script_find(options->raw_fault))
		fatal("--raw-fault=%s: there is no such fault (see --help)", options->raw_fault);
	if (options->lifetime < 1 || options->lifetime > 7 * 24 * 3600)
		fatal("--lifetime is between a second and a week");
	if (!options->directory)
		fatal("--directory is missing");
	if (!options->keys)
		options->keys = options->directory;
}

void options_read(struct options *options, int argc, char **argv)
{
	struct option table[ARRAY_LENGTH(rows) + 1] = { 0 };
	int found;
	int index = 0;

	*options = (struct options){
		.listen = "127.0.0.1",
		.tls_port = -1,
		.lifetime = 3600,
		.page_bom = "yes",
		.page_language = "en",
		.capabilities = "POSTPKIOperation Renewal SHA-512 SHA-256 SHA-1 DES3",
		.challenge_fail_info = 2,
		.challenge_hresult = "0x80070057",
		.digest = "sha1",
		.cipher = "request",
		.key_transport = "pkcs1",
		.minimum_key = 1024,
		.tls_certificate = "good",
		.tls_max = "1.3",
	};
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		table[i] = (struct option){ rows[i].name, rows[i].argument, NULL, 0 };
	while ((found = getopt_long(argc, argv, "", table, &index)) == 0)
		row_read(options, &rows[index], optarg);
	if (found != -1 || optind != argc)
		fatal("these arguments make no sense (see --help)");
	if (options->help) {
		help_print();
		exit(EXIT_SUCCESS);
	}
	options_interpret(options);
}

void options_release(struct options *options)
{
	free(options->challenges.items);
	free(options->fault_words.items);
	free(options->delay_words.items);
}

long options_delay(const struct options *options, enum operation operation)
{
	long sum = 0;

	for (size_t i = 0; i < options->delay_count; i++)
		if (options->delays[i].operations & (1u << operation))
			sum += options->delays[i].milliseconds;
	return sum;
}
