/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs each command once per round, in turn, and prints medians of CPU and wall time (milliseconds) and the peak memory
 * (MiB): rounds ROUNDS FILE, one "label TAB program argument ..." a line, split at blanks. All output goes to /dev/null.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { COMMANDS_MAX = 64, ARGUMENTS_MAX = 512, ROUNDS_MAX = 1000 };

struct command {
	char *label, *arguments[ARGUMENTS_MAX];
	double cpu[ROUNDS_MAX], wall[ROUNDS_MAX], memory;
	int code;
};

static int by_value(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_value);
	return values[count / 2];
}

static double milliseconds(struct timeval time)
{
	return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static double wall_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

extern char **environ;

static pid_t spawn(struct command *command)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, command->arguments[0], &actions, NULL, command->arguments, environ) != 0) {
		fprintf(stderr, "rounds: can't run %s\n", command->arguments[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void run(struct command *command, int round)
{
	double started = wall_clock();
	pid_t pid = spawn(command);
	struct rusage usage;
	int status;

	if (wait4(pid, &status, 0, &usage) != pid)
		exit(1);
	if (round < 0) /* to warm up */
		return;
	command->wall[round] = wall_clock() - started;
	command->cpu[round] = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
	command->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	if (command->memory < (double)usage.ru_maxrss / 1024)
		command->memory = (double)usage.ru_maxrss / 1024;
}

static int read_commands(const char *path, struct command *commands)
{
	FILE *file = fopen(path, "re");
	char *line = NULL, *rest;
	size_t size = 0;
	int count = 0;

	while (file != NULL && count < COMMANDS_MAX && getline(&line, &size, file) > 0) {
		struct command *command = &commands[count++];

		command->label = strdup(strtok_r(line, "\t\n", &rest));
		for (int i = 0; i < ARGUMENTS_MAX - 1; i++) {
			char *word = strtok_r(NULL, " \t\n", &rest);

			if (word == NULL)
				break;
			command->arguments[i] = strdup(word);
		}
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return count;
}

int main(int argc, char **argv)
{
	static struct command commands[COMMANDS_MAX];
	int rounds = argc == 3 ? (int)strtol(argv[1], NULL, 10) : 0;
	int count = argc == 3 ? read_commands(argv[2], commands) : 0;

	if (rounds < 1 || rounds > ROUNDS_MAX || count == 0) {
		fputs("usage: rounds ROUNDS FILE\n", stderr);
		return 2;
	}
	for (int round = -1; round < rounds; round++)
		for (int i = 0; i < count; i++)
			run(&commands[i], round);
	for (int i = 0; i < count; i++)
		printf("%s\t%.3f\t%.3f\t%.1f\t%d\n", commands[i].label, median(commands[i].cpu, rounds),
		       median(commands[i].wall, rounds), commands[i].memory, commands[i].code);
	return 0;
}
