/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_TROUBLE_H
#define NDES_SIM_TROUBLE_H

/* Ends the program with exit code 1 and the sentence on stderr, OpenSSL's own words for it after that. */
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A text in memory of its own (free it); never NULL. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
