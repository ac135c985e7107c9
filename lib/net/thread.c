/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/thread.h"

#include <signal.h>

bool thread_start(pthread_t *ret_thread, void *(*function)(void *), void *argument)
{
	sigset_t all, before;
	bool started;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(ret_thread, NULL, function, argument) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}
