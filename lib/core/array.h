/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_ARRAY_H
#define CORE_ARRAY_H

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof *(array))

#endif
