/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "trouble.h"

int request_log_open(const char *file)
{
	int descriptor = file ? open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;

	if (file && descriptor < 0)
		fatal("%s can't be written: %s", file, strerror(errno));
	return descriptor;
}

void request_log_write(int descriptor, const char *method, const char *target, unsigned int status, const char *detail)
{
	autofree(char) *line =
		text_format("%s %s %u%s%s\n", method, target, status, detail ? " " : "", detail ? detail : "");

	if (descriptor >= 0 && write(descriptor, line, strlen(line)) < 0)
		fatal("the log can't be written: %s", strerror(errno));
}
