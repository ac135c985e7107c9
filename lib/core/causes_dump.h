/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_CAUSES_DUMP_H
#define CORE_CAUSES_DUMP_H

#include "core/arena.h"

/* The table of causes as JSON, for the generator of mscep-causes(7). */
char *causes_dump(struct arena *arena);

#endif
