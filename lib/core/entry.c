/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/entry.h"

#include <strings.h>

const struct attribute *entry_attribute(const struct entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->count; i++)
		if (strcasecmp(entry->attributes[i].name, name) == 0 && entry->attributes[i].count != 0)
			return &entry->attributes[i];
	return NULL;
}

const struct octets *entry_value(const struct entry *entry, const char *name)
{
	const struct attribute *attribute = entry_attribute(entry, name);

	return attribute != NULL ? &attribute->values[0] : NULL;
}
