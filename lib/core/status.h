/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The four states of a monitoring plugin. The numbers are the exit codes of the plugin guidelines;
 * the order of badness is another one: OK < WARNING < UNKNOWN < CRITICAL (Icinga 2's severity).
 */
#ifndef CORE_STATUS_H
#define CORE_STATUS_H

enum status { STATUS_OK = 0, STATUS_WARNING = 1, STATUS_CRITICAL = 2, STATUS_UNKNOWN = 3 };

/* The word in upper case, as front ends colour it. */
const char *status_name(enum status status);

/* The worse of the two. */
enum status status_worse(enum status one, enum status other);

/* How bad a state is: 0 (OK) to 3 (CRITICAL); for sorting. */
int status_severity(enum status status);

/* Reads a word in any case or a digit 0 to 3. Returns NULL, or the sentence that says what is wrong. */
const char *status_parse(const char *text, enum status *ret_status);

#endif
