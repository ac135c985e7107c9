/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The URLs of SCEP's GET requests (RFC 8894 4.1) and of the pages beside them on NDES. */
#ifndef SCEP_SCEP_URL_H
#define SCEP_SCEP_URL_H

#include "core/arena.h"

/* base?operation=OPERATION&message=MESSAGE; & where base has a query already; message is percent-escaped. */
const char *scep_url_operation(struct arena *arena, const char *base, const char *operation, const char *message);

/* GetCACaps with a further parameter, so that the query is kilobytes * 1024 characters long. */
const char *scep_url_long(struct arena *arena, const char *base, const char *message, unsigned kilobytes);

/* The other of the two forms that clients ask: with /pkiclient.exe behind the path, or without it. */
const char *scep_url_other_form(struct arena *arena, const char *base);

/* The same scheme, host and port with another path. */
const char *scep_url_with_path(struct arena *arena, const char *base, const char *path);

#endif
