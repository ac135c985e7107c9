/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failures in transport are tried again (--retries), by whatever protocol, after the same pause. */
#ifndef NET_RETRY_H
#define NET_RETRY_H

/* Seconds before another attempt. attempts: that were made. */
static inline double retry_pause(unsigned attempts)
{
	return 0.2 * attempts;
}

#endif
