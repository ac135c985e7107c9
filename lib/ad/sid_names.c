/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which principals have names, and which are trusted with everything or with nothing. */
#include "ad/sid.h"

#include "core/array.h"

enum { BUILTIN = 32 };

static const struct {
	struct sid sid;
	const char *name;
} well_known[] = {
	{{.authority = 0, .count = 1, .subauthorities = {0}}, "Nobody"},
	{{.authority = 1, .count = 1, .subauthorities = {0}}, "Everyone"},
	{{.authority = 2, .count = 1, .subauthorities = {0}}, "Local"},
	{{.authority = 2, .count = 1, .subauthorities = {1}}, "Console Logon"},
	{{.authority = 3, .count = 1, .subauthorities = {0}}, "Creator Owner"},
	{{.authority = 3, .count = 1, .subauthorities = {1}}, "Creator Group"},
	{{.authority = 3, .count = 1, .subauthorities = {4}}, "Owner Rights"},
	{{.authority = 5, .count = 1, .subauthorities = {1}}, "Dialup"},
	{{.authority = 5, .count = 1, .subauthorities = {2}}, "Network"},
	{{.authority = 5, .count = 1, .subauthorities = {3}}, "Batch"},
	{{.authority = 5, .count = 1, .subauthorities = {4}}, "Interactive"},
	{{.authority = 5, .count = 1, .subauthorities = {6}}, "Service"},
	{{.authority = 5, .count = 1, .subauthorities = {7}}, "Anonymous"},
	{{.authority = 5, .count = 1, .subauthorities = {8}}, "Proxy"},
	{{.authority = 5, .count = 1, .subauthorities = {9}}, "Enterprise Domain Controllers"},
	{{.authority = 5, .count = 1, .subauthorities = {10}}, "Self"},
	{{.authority = 5, .count = 1, .subauthorities = {11}}, "Authenticated Users"},
	{{.authority = 5, .count = 1, .subauthorities = {12}}, "Restricted"},
	{{.authority = 5, .count = 1, .subauthorities = {13}}, "Terminal Server Users"},
	{{.authority = 5, .count = 1, .subauthorities = {14}}, "Remote Interactive Logon"},
	{{.authority = 5, .count = 1, .subauthorities = {15}}, "This Organization"},
	{{.authority = 5, .count = 1, .subauthorities = {17}}, "IUSR"},
	{{.authority = 5, .count = 1, .subauthorities = {18}}, "Local System"},
	{{.authority = 5, .count = 1, .subauthorities = {19}}, "Local Service"},
	{{.authority = 5, .count = 1, .subauthorities = {20}}, "Network Service"},
	{{.authority = 5, .count = 1, .subauthorities = {33}}, "Write Restricted"},
	{{.authority = 5, .count = 1, .subauthorities = {113}}, "Local account"},
	{{.authority = 5, .count = 1, .subauthorities = {114}}, "Local account in Administrators"},
	{{.authority = 5, .count = 1, .subauthorities = {1000}}, "Other Organization"},
	{{.authority = 5, .count = 2, .subauthorities = {64, 10}}, "NTLM Authentication"},
	{{.authority = 5, .count = 2, .subauthorities = {64, 14}}, "SChannel Authentication"},
	{{.authority = 5, .count = 2, .subauthorities = {64, 21}}, "Digest Authentication"},
	{{.authority = 5, .count = 2, .subauthorities = {65, 1}}, "This Organization Certificate"},
	{{.authority = 18, .count = 1, .subauthorities = {1}}, "Authentication authority asserted identity"},
	{{.authority = 18, .count = 1, .subauthorities = {2}}, "Service asserted identity"},
};

struct rid_name {
	uint32_t rid;
	const char *name;
};

static const struct rid_name builtin_names[] = {
	{544, "Administrators"},
	{545, "Users"},
	{546, "Guests"},
	{547, "Power Users"},
	{548, "Account Operators"},
	{549, "Server Operators"},
	{550, "Print Operators"},
	{551, "Backup Operators"},
	{552, "Replicators"},
	{554, "Pre-Windows 2000 Compatible Access"},
	{555, "Remote Desktop Users"},
	{556, "Network Configuration Operators"},
	{557, "Incoming Forest Trust Builders"},
	{558, "Performance Monitor Users"},
	{559, "Performance Log Users"},
	{560, "Windows Authorization Access Group"},
	{561, "Terminal Server License Servers"},
	{562, "Distributed COM Users"},
	{568, "IIS_IUSRS"},
	{569, "Cryptographic Operators"},
	{573, "Event Log Readers"},
	{574, "Certificate Service DCOM Access"},
	{575, "RDS Remote Access Servers"},
	{576, "RDS Endpoint Servers"},
	{577, "RDS Management Servers"},
	{578, "Hyper-V Administrators"},
	{579, "Access Control Assistance Operators"},
	{580, "Remote Management Users"},
	{581, "System Managed Accounts Group"},
	{582, "Storage Replica Administrators"},
	{583, "Device Owners"},
};

static const struct rid_name domain_names[] = {
	{498, "Enterprise Read-only Domain Controllers"},
	{500, "Administrator"},
	{501, "Guest"},
	{502, "krbtgt"},
	{512, "Domain Admins"},
	{513, "Domain Users"},
	{514, "Domain Guests"},
	{515, "Domain Computers"},
	{516, "Domain Controllers"},
	{517, "Cert Publishers"},
	{518, "Schema Admins"},
	{519, "Enterprise Admins"},
	{520, "Group Policy Creator Owners"},
	{521, "Read-only Domain Controllers"},
	{522, "Cloneable Domain Controllers"},
	{525, "Protected Users"},
	{526, "Key Admins"},
	{527, "Enterprise Key Admins"},
	{553, "RAS and IAS Servers"},
	{571, "Allowed RODC Password Replication Group"},
	{572, "Denied RODC Password Replication Group"},
};

static bool is_builtin(const struct sid *sid)
{
	return sid->authority == 5 && sid->count == 2 && sid->subauthorities[0] == BUILTIN;
}

/* S-1-AUTHORITY-ONLY */
static bool is_single(const struct sid *sid, uint64_t authority, uint32_t only)
{
	return sid->authority == authority && sid->count == 1 && sid->subauthorities[0] == only;
}

static const char *rid_name(const struct rid_name *names, size_t count, uint32_t rid)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].rid == rid)
			return names[i].name;
	return NULL;
}

const char *sid_known_name(const struct sid *sid)
{
	if (is_builtin(sid))
		return rid_name(builtin_names, ARRAY_LENGTH(builtin_names), sid_rid(sid));
	if (sid_is_of_domain(sid))
		return rid_name(domain_names, ARRAY_LENGTH(domain_names), sid_rid(sid));
	for (size_t i = 0; i < ARRAY_LENGTH(well_known); i++)
		if (sid_equal(sid, &well_known[i].sid))
			return well_known[i].name;
	return NULL;
}

bool sid_is_low_privileged(const struct sid *sid)
{
	uint32_t rid = sid_rid(sid);

	if (is_builtin(sid))
		return rid == 545 || rid == 546;
	if (sid_is_of_domain(sid))
		return rid >= 513 && rid <= 515;
	return is_single(sid, 0, 0) || is_single(sid, 1, 0) || is_single(sid, 5, 7) || is_single(sid, 5, 11);
}

bool sid_is_administrative(const struct sid *sid)
{
	static const uint32_t rids[] = {498, 500, 502, 512, 516, 518, 519, 521};

	if (is_builtin(sid))
		return sid_rid(sid) == 544;
	for (size_t i = 0; i < ARRAY_LENGTH(rids); i++)
		if (sid_is_of_domain(sid) && sid_rid(sid) == rids[i])
			return true;
	return is_single(sid, 5, 9) || is_single(sid, 5, 18);
}
