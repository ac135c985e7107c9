/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a template that have a syntax of their own. Inside lib/ad. */
#ifndef AD_TEMPLATE_PROPERTIES_H
#define AD_TEMPLATE_PROPERTIES_H

#include "ad/template.h"

/*
 * msPKI-RA-Application-Policies as properties (MS-CRTD 2.23.2): name`type`value`name`type`value`..., the last back-tick
 * may be missing. Fills the algorithms, the RA's policies, and the fault. Unknown properties are left out.
 */
void template_properties_read(const struct entry *entry, struct arena *arena, struct template *template);

/* pKIDefaultCSPs (MS-CRTD 2.8), "n,Name": the names in the order of n; values without n come last, whole. */
struct text_list template_providers(const struct entry *entry, struct arena *arena);

#endif
