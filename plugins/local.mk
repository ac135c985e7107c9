# SPDX-License-Identifier: GPL-3.0-or-later
# A plugin links what it needs and no more: libcurl alone costs most of a run's time.
libexec_PROGRAMS += plugins/check_ca_rpc plugins/check_clock_skew plugins/check_crl_dp plugins/check_mscep plugins/check_ndes_account \
	plugins/check_ra_cert plugins/check_template_acl

SUITE_ARCHIVES = lib/libprobe.a lib/libjudge.a lib/libad.a lib/libclock.a lib/libnet.a lib/librpc.a lib/libscep.a \
	lib/libpki.a lib/libcore.a
LDAP_LINK = $(LDAP_LIBS) $(OPENSSL_LIBS) -lm -lpthread
HTTP_LINK = $(SUITE_ARCHIVES) $(CURL_LIBS) $(OPENSSL_LIBS) $(JANSSON_LIBS) -lm

# No library but jansson: the whole run takes milliseconds.
plugins_check_ca_rpc_SOURCES = plugins/check_ca_rpc.c
plugins_check_ca_rpc_LDADD = $(SUITE_ARCHIVES) $(JANSSON_LIBS) -lm -lpthread

plugins_check_mscep_SOURCES = plugins/check_mscep.c
plugins_check_mscep_LDADD = $(HTTP_LINK)

plugins_check_ra_cert_SOURCES = plugins/check_ra_cert.c
plugins_check_ra_cert_LDADD = $(HTTP_LINK)

plugins_check_crl_dp_SOURCES = plugins/check_crl_dp.c
plugins_check_crl_dp_LDADD = $(HTTP_LINK) $(LDAP_LINK)

DIRECTORY_LINK = $(SUITE_ARCHIVES) $(LDAP_LINK) $(KRB5_LIBS) $(JANSSON_LIBS)
plugins_check_template_acl_SOURCES = plugins/check_template_acl.c
plugins_check_template_acl_LDADD = $(DIRECTORY_LINK)

plugins_check_ndes_account_SOURCES = plugins/check_ndes_account.c
plugins_check_ndes_account_LDADD = $(DIRECTORY_LINK)

# The same source twice: without libraries, and the program that it becomes where a target needs them.
plugins_check_clock_skew_SOURCES = plugins/check_clock_skew.c
plugins_check_clock_skew_LDADD = $(SUITE_ARCHIVES) $(JANSSON_LIBS) -lm -lpthread

pkglibexec_PROGRAMS += plugins/clock_web
plugins_clock_web_SOURCES = plugins/check_clock_skew.c
plugins_clock_web_CFLAGS = $(AM_CFLAGS) -DCLOCK_WEB
plugins_clock_web_LDADD = $(HTTP_LINK) $(LDAP_LINK)
