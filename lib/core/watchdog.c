/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watchdog.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/text.h"

enum { PIECES_MAX = 8 };

/* An answer, cut where the phase belongs. */
struct pieces {
	const char *texts[PIECES_MAX];
	size_t count;
};

/* What the handler needs: the only writable file-scope variables of the suite. */
static const char *volatile present_phase = "start";
static struct {
	struct pieces printed, written;
	const char *file, *temporary; /* NULL: none */
	int exit_code;
} last_words;

static bool write_pieces(int descriptor, const struct pieces *pieces)
{
	struct iovec parts[2 * PIECES_MAX];
	size_t length = 0;
	int count = 0;

	for (size_t i = 0; i < pieces->count; i++) {
		if (i != 0)
			parts[count++] = (struct iovec){(void *)present_phase, strlen(present_phase)};
		parts[count++] = (struct iovec){(void *)pieces->texts[i], strlen(pieces->texts[i])};
	}
	for (int i = 0; i < count; i++)
		length += parts[i].iov_len;
	return writev(descriptor, parts, count) == (ssize_t)length;
}

/* As output_file_write(), with what a signal handler may call. */
static void write_file(void)
{
	int descriptor = open(last_words.temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good;

	if (descriptor < 0)
		return;
	good = write_pieces(descriptor, &last_words.written) && fchmod(descriptor, 0644) == 0;
	good = close(descriptor) == 0 && good;
	if (!good || rename(last_words.temporary, last_words.file) != 0)
		unlink(last_words.temporary);
}

static void write_and_exit(int number)
{
	(void)number;
	if (last_words.file != NULL)
		write_file();
	write_pieces(STDOUT_FILENO, &last_words.printed); /* if it fails, there is nobody left to tell */
	_exit(last_words.exit_code);
}

static void set_timer(double seconds)
{
	struct itimerval timer = {.it_value = {.tv_sec = (time_t)floor(seconds)}};

	timer.it_value.tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
	setitimer(ITIMER_REAL, &timer, NULL);
}

static struct pieces cut(const char *answer, struct arena *arena)
{
	struct pieces pieces = {.count = 0};
	const char *mark;

	while (pieces.count < PIECES_MAX - 1 && (mark = strstr(answer, WATCHDOG_PHASE)) != NULL) {
		pieces.texts[pieces.count++] = arena_copy(arena, answer, (size_t)(mark - answer));
		answer = mark + strlen(WATCHDOG_PHASE);
	}
	pieces.texts[pieces.count++] = answer;
	return pieces;
}

void watchdog_start(struct arena *arena, const struct watchdog_words *words, double seconds)
{
	struct sigaction action = {.sa_handler = write_and_exit};

	last_words.printed = cut(words->answer, arena);
	last_words.file = words->file;
	if (words->file != NULL) {
		last_words.written = cut(words->file_answer, arena);
		last_words.temporary = text_format(arena, "%s.%ld", words->file, (long)getpid());
	}
	last_words.exit_code = words->exit_code;
	sigaction(SIGALRM, &action, NULL);
	set_timer(seconds);
}

void watchdog_stop(void)
{
	set_timer(0);
}

void watchdog_phase(const char *phase)
{
	present_phase = phase;
}
