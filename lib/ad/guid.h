/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GUIDs of rights, property sets and classes (MS-DTYP 2.3.4, MS-ADTS 5.1.3.2.1). */
#ifndef AD_GUID_H
#define AD_GUID_H

#include "core/uuid.h"

extern const struct uuid guid_enroll, guid_autoenroll;

/* What an object ACE's GUID means: "Enroll", "AutoEnroll", property sets of accounts by their display names; NULL:
 * unknown. */
const char *guid_known_name(const struct uuid *guid);

#endif
