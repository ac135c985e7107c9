/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault.h"

#include <string.h>

#include "cleanup.h"

#define FAULT_ROW(name, text, scope) [FAULT_##name] = { text, scope },
static const struct {
	const char *name;
	unsigned int scope;
} rows[] = { FAULTS(FAULT_ROW) };

const char *fault_enable(struct fault_set *faults, const char *text)
{
	size_t length = strcspn(text, "@");

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		unsigned int scope = rows[i].scope;

		if (strlen(rows[i].name) != length || strncmp(rows[i].name, text, length) != 0)
			continue;
		if (text[length] == '@')
			scope = operations_parse(text + length + 1);
		if (scope == 0)
			return "what follows the @ is no operation";
		faults->operations[i] |= scope;
		return NULL;
	}
	return "there is no such fault (see --help)";
}

bool fault_on(const struct fault_set *faults, enum fault fault)
{
	return faults->operations[fault] != 0;
}

bool fault_at(const struct fault_set *faults, enum fault fault, enum operation operation)
{
	return (faults->operations[fault] & (1u << operation)) != 0;
}

void fault_list(FILE *output)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		fprintf(output, "%s%s", i == 0 ? "  " : i % 6 == 0 ? "\n  " : " ", rows[i].name);
	fputc('\n', output);
}
