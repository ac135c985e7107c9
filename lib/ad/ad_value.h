/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of attributes: numbers and texts. Inside lib/ad. */
#ifndef AD_AD_VALUE_H
#define AD_AD_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "ad/security_descriptor.h"
#include "core/arena.h"
#include "core/entry.h"
#include "core/text.h"

/* So many values of an attribute are looked at: Windows sends no more at once, and unlinked attributes can't hold more.
 */
enum { AD_VALUES_MAX = 1500 };

/*
 * A number that may be absent. Absent is never zero: a reader without the right sees no attribute and no error
 * (facts: ad.md, chapter 4).
 */
struct ad_number {
	bool known;
	int64_t value;
};

/* Reads the whole decimal value. *fault: set to a sentence if it can't be read and nothing was wrong before. */
struct ad_number ad_number_read(const struct entry *entry, const char *name, struct arena *arena, const char **fault);

/* The same for 32 bits of flags, which LDAP writes as signed numbers: from -2147483648 to 4294967295. */
struct ad_number ad_flags_read(const struct entry *entry, const char *name, struct arena *arena, const char **fault);

/* The same for what is never negative: from 0 to 4294967295. */
struct ad_number ad_count_read(const struct entry *entry, const char *name, struct arena *arena, const char **fault);

/* The flags came, and one of those bits is set. */
bool ad_number_has(const struct ad_number *flags, uint32_t bits);

/* The first value, fit to print (text_foreign); NULL: absent. */
const char *ad_text_read(const struct entry *entry, const char *name, struct arena *arena);

/* All values (AD_VALUES_MAX at most), fit to print. */
struct text_list ad_texts_read(const struct entry *entry, const char *name, struct arena *arena);

/* How many of its values are looked at; 0 if attribute is NULL. */
size_t ad_value_count(const struct attribute *attribute);

/* Adds what stands between commas, without blanks around it, fit to print; nothing for what is empty. */
void ad_words_add(const char *text, size_t length, struct arena *arena, struct text_list *list);

/* Reads a descriptor. Returns false if it did not come; *ret_fault: NULL, or why it can't be read. */
bool ad_descriptor_read(const struct entry *entry, const char *name, struct arena *arena, const char **ret_fault,
			struct security_descriptor *ret_descriptor);

/*
 * Keep the first fault: "msPKI-RA-Signature is 'abc', which is not a whole number", and for values that are not text
 * "logonHours does not have 21 bytes".
 */
void ad_fault(const char **fault, struct arena *arena, const char *name, const struct octets *value, const char *wrong);
void ad_binary_fault(const char **fault, struct arena *arena, const char *name, const char *wrong);

#endif
