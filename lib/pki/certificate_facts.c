/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the facts of a certificate: no OpenSSL here. */
#include "pki/certificate.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"

bool certificate_valid_at(const struct certificate *certificate, int64_t now)
{
	return certificate->not_before <= now && now <= certificate->not_after;
}

bool octets_equal(struct octets one, struct octets other)
{
	return one.bytes != NULL && other.bytes != NULL && one.length == other.length &&
	       memcmp(one.bytes, other.bytes, one.length) == 0;
}

bool certificate_equal(const struct certificate *one, const struct certificate *other)
{
	return certificate_compare(one, other) == 0;
}

int certificate_compare(const struct certificate *one, const struct certificate *other)
{
	if (one->der.length != other->der.length)
		return one->der.length < other->der.length ? -1 : 1;
	return one->der.length != 0 ? memcmp(one->der.bytes, other->der.bytes, one->der.length) : 0;
}

bool certificate_may(const struct certificate *certificate, enum key_usage usage)
{
	return !certificate->has_key_usage || (certificate->key_usage & usage) != 0;
}

bool certificate_has_template(const struct certificate *certificate, const char *name)
{
	return certificate->template_name != NULL && strcasecmp(certificate->template_name, name) == 0;
}

/* AD CS puts the CA's random part into the middle and the request's number to both ends. */
static const char *serial_short(struct arena *arena, const char *serial)
{
	size_t length = strlen(serial);

	return length <= 12 ? serial : text_format(arena, "%.4s...%s", serial, serial + length - 4);
}

const char *certificate_label(struct arena *arena, const struct certificate *certificate)
{
	return text_format(arena, "%s, serial %s", certificate->subject, serial_short(arena, certificate->serial));
}

const char *certificate_key_usage_text(struct arena *arena, const struct certificate *certificate)
{
	static const char *const names[] = {"digitalSignature", "nonRepudiation", "keyEncipherment",
					    "dataEncipherment", "keyAgreement",   "keyCertSign",
					    "cRLSign",          "encipherOnly",   "decipherOnly"};
	struct text_buffer buffer = {.arena = arena};

	for (size_t bit = 0; bit < ARRAY_LENGTH(names); bit++)
		if (certificate->key_usage & (1U << bit))
			text_append(&buffer, "%s%s", buffer.length ? ", " : "", names[bit]);
	return buffer.length ? text_of(&buffer) : "nothing";
}
