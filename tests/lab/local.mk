# SPDX-License-Identifier: GPL-3.0-or-later
# Real servers, started by the tests from their own folders.
check_PROGRAMS += tests/lab/slapd/fetch_one
tests_lab_slapd_fetch_one_SOURCES = tests/lab/slapd/fetch_one.c
tests_lab_slapd_fetch_one_CFLAGS = $(AM_CFLAGS) $(LDAP_CFLAGS)
tests_lab_slapd_fetch_one_LDADD = lib/libnet.a lib/libcore.a $(LDAP_LINK)
EXTRA_DIST += \
	tests/lab/directory/account.bash \
	tests/lab/clock/clock.bash \
	tests/lab/clock/clock_stub.py \
	tests/lab/directory/directory.bash \
	tests/lab/directory/population.py \
	tests/lab/directory/stub_directory.py \
	tests/lab/directory/sweep.py \
	tests/lab/ocsp/responder.py \
	tests/lab/rpc/rpc_server.py \
	tests/lab/samba/account.bash \
	tests/lab/samba/change.py \
	tests/lab/samba/fill.py \
	tests/lab/samba/lab.sh \
	tests/lab/samba/provision.py \
	tests/lab/samba/samba.bash \
	tests/lab/samba/template.bash \
	tests/lab/slapd/bad_server.py \
	tests/lab/slapd/slapd.bash

clean-local: clean-samba clean-chrony
.PHONY: clean-samba clean-chrony
clean-samba:
	rm -rf tests/lab/samba/dc-*.tgz tests/lab/samba/making.* tests/lab/samba/lock
clean-chrony:
	rm -rf tests/lab/clock/chrony

# Descriptors as Samba reads them: needs python3-samba, no server.
check_PROGRAMS += tests/lab/samba/print_descriptor
tests_lab_samba_print_descriptor_SOURCES = tests/lab/samba/print_descriptor.c
tests_lab_samba_print_descriptor_LDADD = lib/libad.a lib/libcore.a $(JANSSON_LIBS) -lm
TESTS += tests/lab/samba/descriptors.sh
dist_noinst_SCRIPTS += tests/lab/samba/descriptors.sh
EXTRA_DIST += tests/lab/samba/descriptors.py
