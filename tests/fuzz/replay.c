/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target over every file of the folders that are named, or of its corpus, as TAP: a test for each folder.
 * This is what `make check` does with the corpora, with any compiler. A target that finds a defect ends the program.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Runs the target over a file's bytes, in a copy of their exact size. */
static bool replay_file(const char *path)
{
	FILE *stream = fopen(path, "rb");
	struct stat status;
	uint8_t *bytes;
	size_t length;

	if (stream == NULL || fstat(fileno(stream), &status) != 0) {
		perror(path);
		return false;
	}
	length = (size_t)status.st_size;
	bytes = malloc(length != 0 ? length : 1);
	if (bytes == NULL || fread(bytes, 1, length, stream) != length) {
		perror(path);
		return false;
	}
	printf("# %s\n", path);
	fflush(stdout); /* the last line names the file that ended the program */
	LLVMFuzzerTestOneInput(bytes, length);
	free(bytes);
	fclose(stream);
	return true;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Returns how many files there were; -1 if one of them could not be read. */
static int replay_folder(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, alphasort);
	bool good = count >= 0;

	for (int i = 0; i < count; i++) {
		char path[4096 + 256 + 2];

		snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
		good = replay_file(path) && good;
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return good ? count : -1;
}

/* Below $srcdir (automake sets it) the folder that is named as the program is: replay_NAME -> corpus/NAME. */
static void folder_of(const char *program, char *ret_folder, size_t size)
{
	static const char prefix[] = "replay_";
	const char *source = getenv("srcdir"), *name = strrchr(program, '/');

	name = name != NULL ? name + 1 : program;
	if (strncmp(name, prefix, strlen(prefix)) == 0)
		name += strlen(prefix);
	snprintf(ret_folder, size, "%s/tests/fuzz/corpus/%s", source != NULL ? source : ".", name);
}

int main(int argc, char **argv)
{
	char folder[4096];
	int failed = 0, count = argc > 1 ? argc - 1 : 1;

	folder_of(argv[0], folder, sizeof folder);
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		const char *path = argc > 1 ? argv[i + 1] : folder;
		int files = replay_folder(path);

		failed += files <= 0;
		printf("%sok %d - %s: %d files\n", files > 0 ? "" : "not ", i + 1, path, files);
	}
	return failed != 0;
}
