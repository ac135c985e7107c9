/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/rpc_interface.h"

#include <string.h>
#include <strings.h>

#include "core/array.h"
#include "core/number.h"
#include "core/text.h"

const struct rpc_interface rpc_icpr = {
	.uuid = UUID(0x91ae6020, 0x9e3c, 0x11cf, 0x8d, 0x7c, 0x00, 0xaa, 0x00, 0xc0, 0x91, 0xbe),
};
const struct rpc_interface rpc_endpoint_mapper = {
	.uuid = UUID(0xe1af8308, 0x5d1f, 0x11c9, 0x91, 0xa4, 0x08, 0x00, 0x2b, 0x14, 0xa0, 0xfa),
	.major = 3,
};
const struct rpc_interface rpc_ndr = {
	.uuid = UUID(0x8a885d04, 0x1ceb, 0x11c9, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60),
	.major = 2,
};

/* Interfaces of a domain controller by which a site tries this out: a server knows them by their version only. */
static const struct rpc_interface well_known[] = {
	{UUID(0xe1af8308, 0x5d1f, 0x11c9, 0x91, 0xa4, 0x08, 0x00, 0x2b, 0x14, 0xa0, 0xfa), 3, 0}, /* MS-RPCE 2.2.1.2 */
	{UUID(0xe3514235, 0x4b06, 0x11d1, 0xab, 0x04, 0x00, 0xc0, 0x4f, 0xc2, 0xdc, 0xd2), 4, 0}, /* MS-DRSR 2.1 */
	{UUID(0x12345678, 0x1234, 0xabcd, 0xef, 0x00, 0x01, 0x23, 0x45, 0x67, 0xcf, 0xfb), 1, 0}, /* MS-NRPC 2.1 */
	{UUID(0x12345778, 0x1234, 0xabcd, 0xef, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xac), 1, 0}, /* MS-SAMR 2.1 */
	{UUID(0xafa8bd80, 0x7d8a, 0x11c9, 0xbe, 0xf4, 0x08, 0x00, 0x2b, 0x10, 0x29, 0x89), 1, 0}, /* C706 appendix Q */
};

static void complete_version(struct rpc_interface *interface)
{
	for (size_t i = 0; i < ARRAY_LENGTH(well_known); i++)
		if (uuid_equal(&well_known[i].uuid, &interface->uuid))
			*interface = well_known[i];
}

/* "4.0" */
static const char *parse_version(const char *text, struct rpc_interface *ret_interface)
{
	static const char wrong[] = "the version is not written as MAJOR.MINOR, such as 4.0";
	const char *dot = strchr(text, '.');
	char major_text[sizeof "65535"] = "";
	int64_t major, minor;

	if (dot == NULL || (size_t)(dot - text) >= sizeof major_text)
		return wrong;
	memcpy(major_text, text, (size_t)(dot - text));
	if (number_parse_whole(major_text, 0, UINT16_MAX, &major) != NULL ||
	    number_parse_whole(dot + 1, 0, UINT16_MAX, &minor) != NULL)
		return wrong;
	ret_interface->major = (uint16_t)major;
	ret_interface->minor = (uint16_t)minor;
	return NULL;
}

const char *rpc_interface_parse(const char *text, struct rpc_interface *ret_interface)
{
	struct rpc_interface interface = {.major = 0};
	const char *wrong;

	if (strcasecmp(text, "icpr") == 0) {
		*ret_interface = rpc_icpr;
		return NULL;
	}
	if (!uuid_parse_prefix(text, &interface.uuid) || (text[UUID_TEXT_LENGTH] != 0 && text[UUID_TEXT_LENGTH] != '/'))
		return "neither icpr nor a UUID such as 91ae6020-9e3c-11cf-8d7c-00aa00c091be";
	if (text[UUID_TEXT_LENGTH] == '/') {
		wrong = parse_version(text + UUID_TEXT_LENGTH + 1, &interface);
		if (wrong != NULL)
			return wrong;
	} else {
		complete_version(&interface);
	}
	*ret_interface = interface;
	return NULL;
}

bool rpc_interface_read(struct cursor *cursor, struct rpc_interface *ret_interface)
{
	struct cursor ahead = *cursor;
	struct rpc_interface interface;

	if (!uuid_read(&ahead, &interface.uuid) || !cursor_u16le(&ahead, &interface.major) ||
	    !cursor_u16le(&ahead, &interface.minor))
		return false;
	*cursor = ahead;
	*ret_interface = interface;
	return true;
}

bool rpc_interface_equal(const struct rpc_interface *one, const struct rpc_interface *other)
{
	return uuid_equal(&one->uuid, &other->uuid) && one->major == other->major && one->minor == other->minor;
}

const char *rpc_interface_text(struct arena *arena, const struct rpc_interface *interface)
{
	if (rpc_interface_equal(interface, &rpc_icpr))
		return "ICPR";
	return text_format(arena, "%s version %u.%u", uuid_text(arena, &interface->uuid), interface->major,
			   interface->minor);
}
