/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/ldap_login.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/input_file.h"
#include "core/text.h"

enum { PASSWORD_FILE_MAX = 4096 };

static const char *read_file(struct ldap_login *login, struct arena *arena)
{
	const char *path = text_safe(arena, login->password_file);
	unsigned char *bytes;
	struct stat status;
	size_t length;
	const char *wrong = input_file_read(login->password_file, PASSWORD_FILE_MAX, arena, &bytes, &length);

	if (wrong != NULL)
		return text_format(arena, "--password-file: %s: %s", path, wrong);
	if (stat(login->password_file, &status) != 0 || (status.st_mode & S_IROTH) != 0)
		return text_format(arena, "--password-file: others can read %s (chmod o-r)", path);
	length = strcspn((const char *)bytes, "\r\n");
	login->password = (struct octets){.bytes = bytes, .length = length};
	return NULL;
}

/* A keytab is as good as a password. */
static const char *check_keytab(const struct ldap_login *login, struct arena *arena)
{
	const char *path = text_safe(arena, login->keytab);
	struct stat status;

	if (access(login->keytab, R_OK) != 0 || stat(login->keytab, &status) != 0)
		return text_format(arena, "--keytab: %s: %s", path, strerror(errno));
	if ((status.st_mode & S_IROTH) != 0)
		return text_format(arena, "--keytab: others can read %s (chmod o-r)", path);
	return NULL;
}

/* A slash is what can be typed and printed everywhere; a backslash is what the server wants. */
static void take_domain_name(struct ldap_login *login, struct arena *arena)
{
	size_t slash = strcspn(login->bind_dn, "/");
	char *name;

	if (login->bind_dn[slash] == 0 || strpbrk(login->bind_dn, "\\=@") != NULL)
		return;
	name = arena_copy(arena, login->bind_dn, strlen(login->bind_dn));
	name[slash] = '\\';
	login->bind_dn = name;
}

const char *ldap_login_read(struct ldap_login *login, struct arena *arena)
{
	const char *environment = getenv("LDAP_PASSWORD");
	const char *wrong = NULL;

	if (login->keytab != NULL)
		return check_keytab(login, arena);
	if (login->bind_dn == NULL)
		return login->password_file != NULL ? "--password-file needs --bind-dn" : NULL;
	take_domain_name(login, arena);
	if (login->password_file != NULL)
		wrong = read_file(login, arena);
	else if (environment != NULL)
		login->password = (struct octets){
			.bytes = (unsigned char *)arena_copy(arena, environment, strlen(environment)),
			.length = strlen(environment),
		};
	if (wrong == NULL && login->password.length == 0)
		wrong = "--bind-dn needs a password that is not empty: --password-file=FILE or LDAP_PASSWORD";
	return wrong;
}
