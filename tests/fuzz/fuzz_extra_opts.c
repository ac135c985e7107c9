/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An ini file of --extra-opts, through a file that exists in memory only. */
#include <sys/mman.h>
#include <unistd.h>

#include "core/extra_opts_file.h"
#include "target.h"

static void check(const struct arguments *options)
{
	HOLDS(options->count > 0 && options->values[options->count] == NULL);
	for (int i = 0; i < options->count; i++) {
		HOLDS(options->values[i] != NULL && options->origins[i].place != NULL);
		HOLDS(strchr(options->values[i], '\n') == NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	struct arguments options = {0};
	int descriptor = memfd_create("plugins.ini", MFD_CLOEXEC);
	char path[64];
	const char *wrong;

	HOLDS(descriptor >= 0 && write(descriptor, bytes, length) == (ssize_t)length);
	snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
	wrong = extra_opts_read(path, "check_x", &options, arena);
	if (wrong == NULL)
		check(&options);
	else
		HOLDS(*wrong != 0 && is_fit(wrong));
	close(descriptor);
	arena_destroy(arena);
	return 0;
}
