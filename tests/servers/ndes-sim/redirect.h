/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_REDIRECT_H
#define NDES_SIM_REDIRECT_H

#include "respond.h"

/* The prefix that a redirect puts in front of a path; what comes with it is served as if it weren't there. */
#define REDIRECTED "/redirected"

const char *redirect_strip(const char *path);
bool redirect_answer(const struct simulator *simulator, const struct request *request, enum operation operation,
		     struct answer *ret_answer);

#endif
