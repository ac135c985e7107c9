/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "cleanup.h"
#include "trouble.h"

static EVP_PKEY *key_read(const char *path)
{
	autofree(BIO) *file = BIO_new_file(path, "r");

	return file ? PEM_read_bio_PrivateKey(file, NULL, NULL, NULL) : NULL;
}

/* A temporary file and a link: the name appears with all of its content, and only for the first who makes it. */
static void key_store(EVP_PKEY *key, const char *path)
{
	autofree(char) *temporary = text_format("%s.%ld", path, (long)getpid());
	int descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");

	if (!file || !PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) || fclose(file) != 0)
		fatal("%s can't be written: %s", temporary, strerror(errno));
	if (link(temporary, path) != 0 && errno != EEXIST)
		fatal("%s can't be written: %s", path, strerror(errno));
	unlink(temporary);
}

EVP_PKEY *key_load_or_make(const char *directory, const char *name, unsigned int bits)
{
	autofree(char) *path = text_format("%s/%s.key", directory, name);
	EVP_PKEY *key = key_read(path);

	if (key)
		return key;
	{
		autofree(EVP_PKEY) *made = EVP_RSA_gen(bits);

		if (!made)
			fatal("no key of %u bits could be made", bits);
		key_store(made, path);
	}
	key = key_read(path);
	if (!key)
		fatal("%s can't be read", path);
	return key;
}
