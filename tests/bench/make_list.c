/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make_list FOLDER ENTRIES ...: writes FOLDER/ENTRIES.crl, fresh lists in the shape of AD CS, FOLDER/ca.pem, the certificate
 * of their issuer, and FOLDER/serials, 1000 serial numbers in hexadecimal of which one is in the list.
 */
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crl_factory.h"

enum { SERIALS = 1000, SEED = 1 };

static FILE *open_file(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "we");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	return file;
}

static void write_list(const char *folder, const char *entries)
{
	struct crl_plan plan = {.published = time(NULL) - 3600, .entries = strtoul(entries, NULL, 10), .seed = SEED};
	struct factory_bytes list = crl_factory_list(&plan);
	char name[64];
	FILE *file;

	snprintf(name, sizeof name, "%s.crl", entries);
	file = open_file(folder, name);
	fwrite(list.bytes, 1, list.length, file);
	fclose(file);
	free((void *)list.bytes);
}

static void write_serials(const char *folder)
{
	FILE *file = open_file(folder, "serials");

	for (uint64_t i = 0; i < SERIALS; i++) {
		unsigned char serial[CRL_FACTORY_SERIAL];

		crl_factory_serial(i == 0 ? SEED : SEED + 1, i, serial);
		for (size_t k = 0; k < sizeof serial; k++)
			fprintf(file, "%02X", serial[k]);
		fputc('\n', file);
	}
	fclose(file);
}

int main(int argc, char **argv)
{
	FILE *file;

	if (argc < 3) {
		fputs("usage: make_list FOLDER ENTRIES ...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		write_list(argv[1], argv[i]);
	write_serials(argv[1]);
	file = open_file(argv[1], "ca.pem");
	PEM_write_X509(file, crl_factory_ca());
	return fclose(file) == 0 ? 0 : 1;
}
