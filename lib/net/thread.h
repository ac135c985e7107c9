/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads that never take the main thread's signals: the watchdog's among them. */
#ifndef NET_THREAD_H
#define NET_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* false: none could be started. */
bool thread_start(pthread_t *ret_thread, void *(*function)(void *), void *argument);

#endif
