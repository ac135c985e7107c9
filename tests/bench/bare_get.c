/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor that the HTTP plugins are measured against: links libcurl and does one GET. */
#include <curl/curl.h>

static size_t ignore(char *bytes, size_t size, size_t count, void *nothing)
{
	(void)bytes;
	(void)nothing;
	return size * count;
}

int main(int argc, char **argv)
{
	CURL *easy = argc == 2 ? curl_easy_init() : NULL;
	CURLcode code;

	if (easy == NULL)
		return 2;
	curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
	code = curl_easy_perform(easy);
	curl_easy_cleanup(easy);
	return code == CURLE_OK ? 0 : 1;
}
