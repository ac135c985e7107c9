# SPDX-License-Identifier: GPL-3.0-or-later
# The servers that the tests play. Included by the top Makefile.am, which has set check_PROGRAMS.
# GnuTLS is what libmicrohttpd's TLS is made of; the simulator asks it about client certificates.

check_PROGRAMS += tests/servers/ndes-sim/ndes-sim tests/servers/test-proxy/test-proxy

tests_servers_ndes_sim_ndes_sim_SOURCES = \
	tests/servers/ndes-sim/answer.c \
	tests/servers/ndes-sim/answer.h \
	tests/servers/ndes-sim/authority.c \
	tests/servers/ndes-sim/authority.h \
	tests/servers/ndes-sim/bytes.c \
	tests/servers/ndes-sim/bytes.h \
	tests/servers/ndes-sim/canned.c \
	tests/servers/ndes-sim/canned.h \
	tests/servers/ndes-sim/capabilities.c \
	tests/servers/ndes-sim/capabilities.h \
	tests/servers/ndes-sim/certificate.c \
	tests/servers/ndes-sim/certificate.h \
	tests/servers/ndes-sim/certificate_set.c \
	tests/servers/ndes-sim/certificate_set.h \
	tests/servers/ndes-sim/challenge.c \
	tests/servers/ndes-sim/challenge.h \
	tests/servers/ndes-sim/cleanup.h \
	tests/servers/ndes-sim/crl.c \
	tests/servers/ndes-sim/crl.h \
	tests/servers/ndes-sim/enrolment.c \
	tests/servers/ndes-sim/enrolment.h \
	tests/servers/ndes-sim/fault.c \
	tests/servers/ndes-sim/fault.h \
	tests/servers/ndes-sim/http_server.c \
	tests/servers/ndes-sim/http_server.h \
	tests/servers/ndes-sim/key.c \
	tests/servers/ndes-sim/key.h \
	tests/servers/ndes-sim/listener.c \
	tests/servers/ndes-sim/listener.h \
	tests/servers/ndes-sim/main.c \
	tests/servers/ndes-sim/operation.c \
	tests/servers/ndes-sim/operation.h \
	tests/servers/ndes-sim/options.c \
	tests/servers/ndes-sim/options.h \
	tests/servers/ndes-sim/page.c \
	tests/servers/ndes-sim/page.h \
	tests/servers/ndes-sim/pki_operation.c \
	tests/servers/ndes-sim/pki_operation.h \
	tests/servers/ndes-sim/raw.c \
	tests/servers/ndes-sim/raw.h \
	tests/servers/ndes-sim/raw_script.c \
	tests/servers/ndes-sim/raw_script.h \
	tests/servers/ndes-sim/redirect.c \
	tests/servers/ndes-sim/redirect.h \
	tests/servers/ndes-sim/registration.c \
	tests/servers/ndes-sim/request_log.c \
	tests/servers/ndes-sim/request_log.h \
	tests/servers/ndes-sim/respond.c \
	tests/servers/ndes-sim/respond.h \
	tests/servers/ndes-sim/scep_message.h \
	tests/servers/ndes-sim/scep_reply.c \
	tests/servers/ndes-sim/scep_request.c \
	tests/servers/ndes-sim/simulator.h \
	tests/servers/ndes-sim/tls.c \
	tests/servers/ndes-sim/tls.h \
	tests/servers/ndes-sim/trouble.c \
	tests/servers/ndes-sim/trouble.h

tests_servers_ndes_sim_ndes_sim_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
tests_servers_ndes_sim_ndes_sim_CFLAGS = $(AM_CFLAGS) $(MICROHTTPD_CFLAGS) $(OPENSSL_CFLAGS) $(GNUTLS_CFLAGS) -pthread
tests_servers_ndes_sim_ndes_sim_LDADD = $(MICROHTTPD_LIBS) $(OPENSSL_LIBS) $(GNUTLS_LIBS) -lpthread

tests_servers_test_proxy_test_proxy_SOURCES = \
	tests/servers/test-proxy/connection.c \
	tests/servers/test-proxy/head.c \
	tests/servers/test-proxy/main.c \
	tests/servers/test-proxy/proxy.h \
	tests/servers/test-proxy/relay.c

tests_servers_test_proxy_test_proxy_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE
tests_servers_test_proxy_test_proxy_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS) -pthread
tests_servers_test_proxy_test_proxy_LDADD = $(OPENSSL_LIBS) -lpthread
