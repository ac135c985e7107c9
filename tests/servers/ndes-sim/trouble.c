/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trouble.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/err.h>

void fatal(const char *format, ...)
{
	va_list arguments;

	fputs("ndes-sim: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	ERR_print_errors_fp(stderr);
	exit(EXIT_FAILURE);
}

char *text_format(const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		fatal("out of memory");
	va_end(arguments);
	return text;
}
