/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/ldap_tls_layer.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>

static int setup(Sockbuf_IO_Desc *descriptor, void *session)
{
	descriptor->sbiod_pvt = session;
	return 0;
}

static int take_away(Sockbuf_IO_Desc *descriptor)
{
	SSL_free(descriptor->sbiod_pvt);
	descriptor->sbiod_pvt = NULL;
	return 0;
}

/* What OpenSSL has read already is not seen by poll(). */
static int control(Sockbuf_IO_Desc *descriptor, int option, void *argument)
{
	if (option == LBER_SB_OPT_DATA_READY && SSL_pending(descriptor->sbiod_pvt) > 0)
		return 1;
	return LBER_SBIOD_CTRL_NEXT(descriptor, option, argument);
}

/* As read() and write() say it. */
static ber_slen_t outcome(SSL *session, int result)
{
	switch (SSL_get_error(session, result)) {
	case SSL_ERROR_NONE:
		return result;
	case SSL_ERROR_ZERO_RETURN:
		return 0;
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		errno = EWOULDBLOCK;
		return -1;
	case SSL_ERROR_SYSCALL:
		return errno != 0 ? -1 : 0;
	default:
		errno = ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? 0 : EPROTO;
		return errno != 0 ? -1 : 0;
	}
}

static int at_most(ber_len_t length)
{
	return length < INT_MAX ? (int)length : INT_MAX;
}

static ber_slen_t take_in(Sockbuf_IO_Desc *descriptor, void *buffer, ber_len_t length)
{
	ERR_clear_error();
	errno = 0;
	return outcome(descriptor->sbiod_pvt, SSL_read(descriptor->sbiod_pvt, buffer, at_most(length)));
}

static ber_slen_t give_out(Sockbuf_IO_Desc *descriptor, void *buffer, ber_len_t length)
{
	ERR_clear_error();
	errno = 0;
	return outcome(descriptor->sbiod_pvt, SSL_write(descriptor->sbiod_pvt, buffer, at_most(length)));
}

/* The server is told, but not waited for. */
static int say_goodbye(Sockbuf_IO_Desc *descriptor)
{
	ERR_clear_error();
	SSL_shutdown(descriptor->sbiod_pvt);
	return 0;
}

bool ldap_tls_layer_add(LDAP *handle, SSL *session)
{
	static const Sockbuf_IO layer = {
		.sbi_setup = setup,
		.sbi_remove = take_away,
		.sbi_ctrl = control,
		.sbi_read = take_in,
		.sbi_write = give_out,
		.sbi_close = say_goodbye,
	};
	Sockbuf *buffer = NULL;

	return ldap_get_option(handle, LDAP_OPT_SOCKBUF, &buffer) == LDAP_OPT_SUCCESS && buffer != NULL &&
	       ber_sockbuf_add_io(buffer, (Sockbuf_IO *)&layer, LBER_SBIOD_LEVEL_TRANSPORT, session) == 0;
}
