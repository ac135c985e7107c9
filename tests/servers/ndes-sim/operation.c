/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "operation.h"

#include <string.h>
#include <strings.h>

#include "cleanup.h"

#define OPERATION_NAME(name, text) [OPERATION_##name] = text,
static const char *const names[] = { OPERATIONS(OPERATION_NAME) };

static const struct {
	const char *path;
	enum operation operation;
} places[] = {
	{ "/certsrv/mscep/mscep.dll", OPERATION_PAGE },
	{ "/certsrv/mscep/mscep.dll/", OPERATION_PAGE },
	{ "/certsrv/mscep/mscep.dll/pkiclient.exe", OPERATION_PAGE },
	{ "/certsrv/mscep", OPERATION_FOLDER },
	{ "/certsrv/mscep/", OPERATION_FOLDER },
	{ "/certsrv/mscep_admin", OPERATION_ADMIN_SLASH },
	{ "/certsrv/mscep_admin/", OPERATION_ADMIN },
};

/* The words are compared with case: that's what servers do whose answer to getcacaps is known. */
static enum operation operation_by_word(const char *word)
{
	for (unsigned int i = OPERATION_CAPABILITIES; i <= OPERATION_MESSAGE; i++)
		if (strcmp(names[i], word) == 0)
			return (enum operation)i;
	return OPERATION_UNKNOWN;
}

enum operation operation_of(const char *path, const char *word)
{
	if (strncasecmp(path, "/certenroll/", strlen("/certenroll/")) == 0)
		return OPERATION_FILES;
	for (size_t i = 0; i < ARRAY_LENGTH(places); i++) {
		if (strcasecmp(path, places[i].path) != 0)
			continue;
		if (places[i].operation == OPERATION_PAGE && word && *word)
			return operation_by_word(word);
		return places[i].operation;
	}
	return OPERATION_ELSEWHERE;
}

const char *operation_name(enum operation operation)
{
	return names[operation];
}

unsigned int operations_parse(const char *text)
{
	unsigned int set = 0;

	while (*text) {
		size_t length = strcspn(text, ",");
		unsigned int found = 0;

		for (unsigned int i = 0; i < OPERATION_COUNT; i++)
			if (strlen(names[i]) == length && strncmp(names[i], text, length) == 0)
				found = 1u << i;
		if (!found)
			return 0;
		set |= found;
		text += length + (text[length] == ',');
	}
	return set;
}
