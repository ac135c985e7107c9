/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Foreign handles that are released when their variable goes out of scope:
 *	autofree(X509) *certificate = d2i_X509(...);
 * A header that wants this for TYPE says DEFINE_AUTOFREE(TYPE, release_function) once; NULL is never released.
 */
#ifndef CORE_CLEANUP_H
#define CORE_CLEANUP_H

#define DEFINE_AUTOFREE(type, release) \
	static inline void autofree_##type(type **place) \
	{ \
		if (*place != NULL) \
			release(*place); \
	}

#define autofree(type) __attribute__((cleanup(autofree_##type))) type

#endif
