/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a server answers to GetCACert: read it, find the roles, judge it, explain its chain. */
#include <string.h>

#include "judge/judge_ra_certificates.h"
#include "pki/certificate_chain.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { NOW = 1795500000 };

static void judge(struct arena *arena, const struct certificate_set *set, const struct ra_policy *policy,
		  const char *prefix)
{
	struct findings *findings = findings_create(arena);

	judge_ra_certificates(set, prefix, policy, NOW, finding_add(findings, "certificates", "certificates"));
	if (strlen(ra_certificates_summary(arena, set, NOW)) == 0)
		__builtin_trap();
	ra_certificates_dead(arena, set, NOW, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_create("out of memory\n");
	const unsigned char pin[SHA256_LENGTH] = {0};
	enum certificate_set_fault fault;
	struct certificate_set set, twice = {0};

	if (arena == NULL)
		return 0;
	if ((certificate_set_parse(arena, bytes, length, &set, &fault) == NULL) != (fault == CERTIFICATE_SET_GOOD))
		__builtin_trap();
	if (fault == CERTIFICATE_SET_GOOD) {
		const struct lifetime_policy lifetime = {.warning = LIFETIME_DAYS(30), .critical = LIFETIME_DAYS(14)};
		struct ra_policy plain = {.lifetime = lifetime, .min_key_size = 2048};
		struct ra_policy strict = {.lifetime = lifetime,
					   .superseded = SUPERSEDED_WARNING,
					   .pin = pin,
					   .trust = &twice,
					   .loose = true};

		if (set.count == 0 || set.count > CERTIFICATE_SET_MAX)
			__builtin_trap();
		judge(arena, &set, &plain, "");
		judge(arena, &set, &strict, "endpoint2_");
		if (certificate_set_add(arena, &twice, &set) != NULL ||
		    certificate_set_add(arena, &twice, &set) != NULL || twice.count != set.count)
			__builtin_trap();
		judge(arena, &twice, &strict, "");
	}
	arena_destroy(arena);
	return 0;
}
