/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Security descriptors for tests, written as a row of SDDL:
 * "O:EAD:(A;;LCRPLORC;;;AU)(OA;;CR;ENROLL;;S-1-5-21-1-2-3-9)". It shares no code with lib/ad, and aborts on a row that
 * it does not understand. Beyond SDDL: "D:NULL" is a DACL that is present at offset 0; types may be numbers ("0x42",
 * whose body is a mask and a SID); GUIDs may be ENROLL and AUTOENROLL; XA, XD, ZA, ZD get a condition behind the SID.
 * DA, EA and the like are of the domain S-1-5-21-1-2-3. A SACL
 * ("S:...") is left out.
 */
#ifndef SD_FACTORY_H
#define SD_FACTORY_H

#include "core/arena.h"
#include "core/octets.h"

/* An object of its own, of the exact size. */
struct octets sd_make(struct arena *arena, const char *row);

/* The bytes of a SID. */
struct octets sd_sid(struct arena *arena, const char *text);

#endif
