/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status, Server header and proxy -> cause (facts: scep-ndes.md, chapter 8) and Windows error (chapter 9). */
#include "http_sample.h"

#define IIS "Microsoft-IIS/10.0"
#define HTTPSYS "Microsoft-HTTPAPI/2.0"

struct row {
	long status;
	const char *server;
	enum cause cause;
};

static const struct row rows[] = {
	{400, HTTPSYS, CAUSE_IIS_BINDING},       {400, IIS, CAUSE_IIS_BINDING},
	{400, NULL, CAUSE_IIS_BINDING},          {401, IIS, CAUSE_IIS_ANONYMOUS_OFF},
	{403, IIS, CAUSE_IIS_FORBIDDEN},         {403, "nginx", CAUSE_IIS_FORBIDDEN},
	{404, IIS, CAUSE_NDES_NOT_FOUND},        {404, HTTPSYS, CAUSE_IIS_BINDING},
	{404, NULL, CAUSE_NDES_NOT_FOUND},       {404, "nginx", CAUSE_NDES_NOT_FOUND},
	{405, IIS, CAUSE_HTTP_STATUS},           {407, IIS, CAUSE_PROXY_AUTH},
	{407, "squid", CAUSE_PROXY_AUTH},        {407, NULL, CAUSE_PROXY_AUTH},
	{414, HTTPSYS, CAUSE_HTTPSYS_LIMIT},     {431, HTTPSYS, CAUSE_HTTPSYS_LIMIT},
	{500, IIS, CAUSE_NDES_FAILED},           {500, NULL, CAUSE_NDES_FAILED},
	{500, "nginx", CAUSE_SCEP_SERVER_ERROR}, {501, "nginx", CAUSE_SCEP_SERVER_ERROR},
	{502, NULL, CAUSE_APPPROXY_BACKEND},     {502, "nginx", CAUSE_APPPROXY_BACKEND},
	{504, IIS, CAUSE_APPPROXY_BACKEND},      {503, HTTPSYS, CAUSE_NDES_POOL_STOPPED},
	{503, IIS, CAUSE_NDES_POOL_STOPPED},     {503, "microsoft-httpapi/2.0", CAUSE_NDES_POOL_STOPPED},
	{503, NULL, CAUSE_NDES_POOL_STOPPED},    {503, "nginx", CAUSE_HTTP_UNAVAILABLE},
	{599, "nginx", CAUSE_SCEP_SERVER_ERROR}, {204, IIS, CAUSE_HTTP_STATUS},
	{206, "nginx", CAUSE_HTTP_STATUS},       {418, "teapot", CAUSE_HTTP_STATUS},
	{999, NULL, CAUSE_HTTP_STATUS},          {0, NULL, CAUSE_HTTP_STATUS},
};

static void every_status_of_every_server(void **state)
{
	const struct http_purpose purpose = {.endpoint = &sample_endpoint, .event = 86, .stage = "GetCACaps"};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct finding *finding = sample_finding(*state);
		struct http_answer answer = sample_status(rows[i].status, rows[i].server);
		const char *name = text_format(*state, "%ld from %s", rows[i].status, shown(rows[i].server));
		bool logged = rows[i].status >= 400;

		judge_http_status(&answer, &purpose, finding);
		assert_row_int(name, finding->status, STATUS_CRITICAL);
		assert_row_text(name, cause_id(finding->cause), cause_id(rows[i].cause));
		assert_row_int(name, finding->windows.event, logged ? 86 : 0);
		assert_row_int(name, finding->windows.code, logged ? 0x80190000 + rows[i].status : 0);
		assert_contains(finding->sentence, text_format(*state, "HTTP %ld", rows[i].status));
		if (rows[i].server != NULL)
			assert_contains(finding->sentence, rows[i].server);
	}
}

/* The codes as the facts spell them. */
static void windows_codes_literally(void **state)
{
	static const struct {
		long status;
		uint32_t code;
	} codes[] = {{400, 0x80190190}, {401, 0x80190191}, {403, 0x80190193}, {404, 0x80190194}, {407, 0x80190197},
		     {414, 0x8019019E}, {500, 0x801901F4}, {502, 0x801901F6}, {503, 0x801901F7}, {504, 0x801901F8}};
	const struct http_purpose purpose = {.endpoint = &sample_endpoint, .event = 87, .stage = "SubmitDone"};

	for (size_t i = 0; i < ARRAY_LENGTH(codes); i++) {
		struct finding *finding = sample_finding(*state);
		struct http_answer answer = sample_status(codes[i].status, IIS);

		judge_http_status(&answer, &purpose, finding);
		assert_int_equal(finding->windows.code, codes[i].code);
		assert_int_equal(finding->windows.event, 87);
		assert_string_equal(finding->windows.stage, "SubmitDone");
	}
}

static void what_no_client_asks_is_not_logged(void **state)
{
	const struct http_purpose purpose = {.endpoint = &sample_endpoint};
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_status(500, IIS);

	judge_http_status(&answer, &purpose, finding);
	assert_int_equal(finding->windows.event, 0);
}

static void a_proxy_is_blamed_unless_the_server_spoke(void **state)
{
	static const struct row through[] = {
		{403, "squid", CAUSE_PROXY_REFUSED}, {403, NULL, CAUSE_PROXY_REFUSED},
		{403, IIS, CAUSE_IIS_FORBIDDEN},     {502, "squid", CAUSE_PROXY_REFUSED},
		{503, NULL, CAUSE_PROXY_REFUSED},    {503, HTTPSYS, CAUSE_NDES_POOL_STOPPED},
		{504, "squid", CAUSE_PROXY_REFUSED}, {407, "squid", CAUSE_PROXY_AUTH},
	};
	const struct http_purpose purpose = {.endpoint = &sample_endpoint, .event = 86, .stage = "GetCACaps"};

	for (size_t i = 0; i < ARRAY_LENGTH(through); i++) {
		struct finding *finding = sample_finding(*state);
		struct http_answer answer = sample_status(through[i].status, through[i].server);
		const char *name = text_format(*state, "%ld from %s", through[i].status, shown(through[i].server));

		answer.proxy = "proxy.example:3128";
		judge_http_status(&answer, &purpose, finding);
		assert_row_text(name, cause_id(finding->cause), cause_id(through[i].cause));
		assert_contains(finding->sentence, "proxy.example:3128");
	}
}

static void without_a_header_the_path_tells(void **state)
{
	struct http_endpoint endpoint = sample_endpoint;
	const struct http_purpose purpose = {.endpoint = &endpoint, .event = 86, .stage = "GetCACaps"};
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_status(503, NULL);

	endpoint.url = "http://ndes.example/scep";
	judge_http_status(&answer, &purpose, finding);
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_HTTP_UNAVAILABLE));
	answer.status = 500;
	judge_http_status(&answer, &purpose, finding);
	assert_string_equal(cause_id(finding->cause), cause_id(CAUSE_SCEP_SERVER_ERROR));
}

static void texts_are_quoted_pages_are_not(void **state)
{
	const struct http_purpose purpose = {.endpoint = &sample_endpoint, .event = 86, .stage = "GetCACaps"};
	struct finding *finding = sample_finding(*state);
	struct http_answer answer = sample_body(500, "step-ca", "provisioner nope not found");

	judge_http_status(&answer, &purpose, finding);
	assert_contains(finding->sentence, "provisioner nope not found");
	answer = sample_body(500, IIS, "<html><title>IIS 10.0 Detailed Error</title></html>");
	judge_http_status(&answer, &purpose, finding);
	assert_lacks(finding->sentence, "Detailed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_status_of_every_server),      TEST(windows_codes_literally),
		TEST(what_no_client_asks_is_not_logged), TEST(a_proxy_is_blamed_unless_the_server_spoke),
		TEST(without_a_header_the_path_tells),   TEST(texts_are_quoted_pages_are_not),
	};

	return RUN_TESTS(tests);
}
