/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_OPTIONS_H
#define NDES_SIM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"

struct text_list {
	const char **items;
	size_t count;
};

struct delay {
	long milliseconds;
	unsigned int operations;
};

struct options {
	/* what the command line says */
	const char *directory;
	const char *keys;
	const char *listen;
	long port;
	long tls_port; /* -1: no TLS */
	const char *ready_file;
	long lifetime;
	const char *log;
	const char *capabilities;
	bool single;
	bool include_root;
	const char *page_bom;
	const char *page_language;
	struct text_list challenges;
	bool one_time;
	long challenge_fail_info;
	const char *challenge_hresult;
	bool embed_certificates;
	const char *digest;
	const char *cipher;
	const char *key_transport;
	long minimum_key;
	bool pending;
	const char *refuse;
	struct text_list fault_words;
	const char *raw_fault;
	struct text_list delay_words;
	long date_offset;
	const char *client_certificate;
	const char *tls_certificate;
	const char *tls_max;
	bool help;

	/* what was made of it */
	struct fault_set faults;
	struct delay delays[16];
	size_t delay_count;
	int32_t refuse_hresult;
	int32_t challenge_hresult_value;
};

/* Ends the program with the reason on stderr if the arguments make no sense. */
void options_read(struct options *options, int argc, char **argv);
void options_release(struct options *options);

/* The sum of the delays that apply. */
long options_delay(const struct options *options, enum operation operation);

#endif
