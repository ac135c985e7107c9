/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libcurl's handles as variables that release themselves. Only lib/net knows libcurl. */
#ifndef NET_CURL_H
#define NET_CURL_H

#include <curl/curl.h>

#include "core/cleanup.h"

DEFINE_AUTOFREE(CURLU, curl_url_cleanup)

#endif
