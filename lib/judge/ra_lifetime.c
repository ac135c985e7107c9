/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/ra_judgement.h"

static double seconds_between(int64_t earlier, int64_t later)
{
	return (double)later - (double)earlier;
}

bool ra_expired(const struct certificate *certificate, int64_t now)
{
	return now > certificate->not_after;
}

const char *ra_lifetime_text(struct arena *arena, const struct certificate *certificate, int64_t now)
{
	int64_t begin = certificate->not_before, end = certificate->not_after;

	if (now < begin)
		return text_format(arena, "is not valid yet, its validity begins in %s (%s)",
				   text_duration(arena, seconds_between(now, begin)), text_time(arena, begin));
	if (ra_expired(certificate, now))
		return text_format(arena, "expired %s ago (%s)", text_duration(arena, seconds_between(end, now)),
				   text_time(arena, end));
	return text_format(arena, "expires in %s (%s)", text_duration(arena, seconds_between(now, end)),
			   text_date(arena, end));
}

/* "RSA 2048" */
static const char *key_text(struct arena *arena, const struct certificate *certificate)
{
	return certificate->key_bits != 0
		       ? text_format(arena, "%s %u", certificate->key_algorithm_name, certificate->key_bits)
		       : certificate->key_algorithm_name;
}

/* status: what the policy gives; also: "" or ends the sentence */
static void set_lifetime(const struct ra_judgement *judgement, struct finding *finding,
			 const struct certificate *certificate, enum status status, const char *also)
{
	struct arena *arena = judgement->arena;
	const char *text = ra_lifetime_text(arena, certificate, judgement->now);
	bool early = judgement->now < certificate->not_before, late = ra_expired(certificate, judgement->now);
	enum cause cause = certificate->is_ca ? CAUSE_CA_EXPIRING : CAUSE_RA_EXPIRING;

	if (early || late) {
		status = STATUS_CRITICAL;
		cause = early ? CAUSE_RA_NOT_YET_VALID : certificate->is_ca ? CAUSE_CA_EXPIRED : CAUSE_RA_EXPIRED;
		finding_windows(finding, WINDOWS_EVENT_INITIALIZATION, "GetCACert", WINDOWS_CERT_EXPIRED);
	}
	if (status == STATUS_OK)
		finding_set(finding, status, CAUSE_NONE, "%s, %s, %s%s", text, certificate->subject,
			    key_text(arena, certificate), also);
	else
		finding_set(finding, status, cause, "%s: %s%s", text, certificate_label(arena, certificate), also);
}

void ra_judge_lifetime(const struct ra_judgement *judgement, struct finding *finding,
		       const struct certificate *certificate, const char *object, const char *also)
{
	enum status status = finding_measure_lifetime(finding, object, certificate->not_before, certificate->not_after,
						      judgement->now, &judgement->policy->lifetime);

	set_lifetime(judgement, finding, certificate, status, also);
}

void ra_judge_ca_lifetime(const struct ra_judgement *judgement, struct finding *finding,
			  const struct certificate *certificate)
{
	double lifetime = seconds_between(certificate->not_before, certificate->not_after);
	double left = seconds_between(judgement->now, certificate->not_after);

	finding_not_after(finding, certificate->not_after);
	set_lifetime(judgement, finding, certificate, lifetime_judge(&judgement->policy->lifetime, lifetime, left), "");
}

/* A part of the summary: the first one in full, the others short. */
static void append_part(struct text_buffer *buffer, const char *name, const struct certificate *certificate,
			int64_t now)
{
	struct arena *arena = buffer->arena;

	if (buffer->length != 0 && certificate_valid_at(certificate, now))
		text_append(buffer, ", %s in %s", name,
			    text_duration(arena, seconds_between(now, certificate->not_after)));
	else
		text_append(buffer, "%s%s %s", buffer->length != 0 ? ", " : "", name,
			    ra_lifetime_text(arena, certificate, now));
}

const char *ra_certificates_summary(struct arena *arena, const struct certificate_set *set, int64_t now)
{
	struct certificate_roles roles = certificate_roles_find(arena, set, now);
	struct text_buffer buffer = {.arena = arena};

	if (set->count == 0)
		return "no certificates";
	if (!roles.single && !roles.signing_missing)
		append_part(&buffer, "signing certificate", &set->certificates[roles.signing], now);
	if (!roles.single && !roles.encryption_missing)
		append_part(&buffer, "encryption certificate", &set->certificates[roles.encryption], now);
	if (roles.ca >= 0)
		append_part(&buffer, buffer.length == 0 ? "CA certificate" : "CA", &set->certificates[roles.ca], now);
	return buffer.length != 0 ? text_of(&buffer) : "no certificate that a client could use";
}

const struct certificate *ra_certificates_first_to_end(struct arena *arena, const struct certificate_set *set,
						       int64_t now, const char **ret_name)
{
	struct certificate_roles roles = certificate_roles_find(arena, set, now);
	const struct {
		const char *name;
		int index;
	} rows[] = {{"RA signing certificate", roles.single || roles.signing_missing ? -1 : roles.signing},
		    {"RA encryption certificate", roles.single || roles.encryption_missing ? -1 : roles.encryption},
		    {"CA certificate", roles.ca}};
	const struct certificate *first = NULL;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct certificate *certificate = rows[i].index >= 0 ? &set->certificates[rows[i].index] : NULL;

		if (certificate == NULL || (first != NULL && first->not_after <= certificate->not_after))
			continue;
		first = certificate;
		*ret_name = rows[i].name;
	}
	return first;
}

const char *ra_certificates_dead(struct arena *arena, const struct certificate_set *set, int64_t now,
				 const struct certificate **ret_certificate)
{
	const char *name;
	const struct certificate *first = ra_certificates_first_to_end(arena, set, now, &name);

	if (first == NULL || !ra_expired(first, now))
		return NULL;
	if (ret_certificate != NULL)
		*ret_certificate = first;
	return text_format(arena, "the %s %s: %s", name, ra_lifetime_text(arena, first, now),
			   certificate_label(arena, first));
}
