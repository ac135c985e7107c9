/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/process.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>

/*
 * Descriptors 0 to 2 must exist, or a socket would become stdout. A program that this one becomes (check_clock_skew)
 * has to find them closed again: it has nobody who reads its result, either.
 */
static void fill_descriptors(void)
{
	int descriptor;

	do
		descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (descriptor >= 0 && descriptor <= STDERR_FILENO);
	if (descriptor >= 0)
		close(descriptor);
}

bool process_settle(void)
{
	static const struct rlimit none = {0, 0};
	bool heard = fcntl(STDOUT_FILENO, F_GETFD) >= 0;

	fill_descriptors();
	setrlimit(RLIMIT_CORE, &none);
	signal(SIGPIPE, SIG_IGN);
	return heard;
}

int process_leave(int exit_code)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(SUITE_SANITIZED)
	_exit(exit_code);
#else
	return exit_code;
#endif
}
