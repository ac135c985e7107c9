/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suite.h"

#include "probe/probe_clock.h"

static void whom_a_kdc_is_asked_for(void **state)
{
	static const struct {
		const char *text, *principal, *realm;
	} rows[] = {
		{"kerberos://dc1.example.com", "check_clock_skew", "EXAMPLE.COM"},
		{"kerberos://dc1.example.com/", "check_clock_skew", "EXAMPLE.COM"},
		{"kerberos://dc1.example.com/monitor", "monitor", "EXAMPLE.COM"},
		{"kerberos://dc1.example.com/monitor@Lab.Test", "monitor", "Lab.Test"},
		{"kerberos://dc1.example.com/HTTP/host@LAB.TEST", "HTTP/host", "LAB.TEST"},
		{"kerberos://dc1.example.com:8888", "check_clock_skew", "EXAMPLE.COM"},
		/* letters that an address may have, too */
		{"kerberos://dc.ad", "check_clock_skew", "AD"},
		{"kerberos://dc2.cafe.de", "check_clock_skew", "CAFE.DE"},
		/* nobody's domain */
		{"kerberos://dc1", "check_clock_skew", "REALM"},
		{"kerberos://192.0.2.1", "check_clock_skew", "REALM"},
		{"kerberos://[2001:db8::1]", "check_clock_skew", "REALM"},
		{"kerberos://[::ffff:192.0.2.1]:88/monitor", "monitor", "REALM"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct clock_question question;

		assert_row_text(rows[i].text, clock_question_parse(rows[i].text, *state, &question), NULL);
		assert_row_text(rows[i].text, question.principal, rows[i].principal);
		assert_row_text(rows[i].text, question.realm, rows[i].realm);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(whom_a_kdc_is_asked_for),
	};

	return RUN_TESTS(tests);
}
