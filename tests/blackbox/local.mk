# SPDX-License-Identifier: GPL-3.0-or-later
# Black-box tests: one entry in TESTS per file of bats, run by run.sh, read by the TAP driver.
# The top Makefile.am has set TESTS, EXTRA_DIST, CLEANFILES; tests/local.mk the extension .bats and its driver.

BATS_TESTS = \
	tests/blackbox/crl_dates.bats \
	tests/blackbox/crl_form.bats \
	tests/blackbox/crl_hostile.bats \
	tests/blackbox/crl_issuer.bats \
	tests/blackbox/crl_ldap.bats \
	tests/blackbox/crl_network.bats \
	tests/blackbox/crl_places.bats \
	tests/blackbox/crl_revoked.bats \
	tests/blackbox/crl_trust.bats \
	tests/blackbox/extra_opts.bats \
	tests/blackbox/hostile.bats \
	tests/blackbox/mscep_capabilities.bats \
	tests/blackbox/mscep_certificates.bats \
	tests/blackbox/mscep_server.bats \
	tests/blackbox/mscep_status.bats \
	tests/blackbox/needs.bats \
	tests/blackbox/network.bats \
	tests/blackbox/output.bats \
	tests/blackbox/proxy.bats \
	tests/blackbox/quickstart.bats \
	tests/blackbox/ra_cert_file.bats \
	tests/blackbox/ra_cert_lifetime.bats \
	tests/blackbox/ra_cert_set.bats \
	tests/blackbox/ra_cert_state.bats \
	tests/blackbox/timeouts.bats \
	tests/blackbox/tls.bats \
	tests/blackbox/usage.bats \
	tests/blackbox/vectors.bats \
	tests/faults/malloc.bats \
	tests/lab/directory/account_hostile.bats \
	tests/lab/directory/account_network.bats \
	tests/lab/clock/clock_hostile.bats \
	tests/lab/clock/clock_sources.bats \
	tests/lab/clock/clock_verdict.bats \
	tests/lab/clock/clock_web.bats \
	tests/lab/directory/directory_data.bats \
	tests/lab/directory/directory_descriptors.bats \
	tests/lab/directory/directory_hostile.bats \
	tests/lab/rpc/ca_rpc.bats \
	tests/lab/samba/ca_rpc_samba.bats \
	tests/lab/samba/account_groups.bats \
	tests/lab/samba/account_hardened.bats \
	tests/lab/samba/account_names.bats \
	tests/lab/samba/account_state.bats \
	tests/lab/samba/account_thresholds.bats \
	tests/lab/samba/crl_samba.bats \
	tests/lab/samba/lab_samba.bats \
	tests/lab/samba/rootless.bats \
	tests/lab/samba/template_dacl.bats \
	tests/lab/samba/template_hardened.bats \
	tests/lab/samba/template_hidden.bats \
	tests/lab/samba/template_login.bats \
	tests/lab/samba/template_names.bats \
	tests/lab/samba/template_network.bats \
	tests/lab/samba/template_output.bats \
	tests/lab/samba/template_posture.bats \
	tests/lab/samba/template_rights.bats \
	tests/lab/samba/template_settings.bats \
	tests/lab/samba/template_tls.bats \
	tests/lab/samba/template_token.bats \
	tests/lab/samba/template_values.bats \
	tests/lab/slapd/ldap_fetch.bats \
	tests/servers/clients/clients.bats

EXTRA_DIST += $(BATS_TESTS) \
	tests/blackbox/common.bash \
	tests/blackbox/crl_common.bash \
	tests/blackbox/make_crl.py \
	tests/blackbox/replay_server.py \
	tests/blackbox/run.sh \
	tests/blackbox/validate_output.py \
	tests/faults/fail_malloc.c

BATS_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/blackbox/run.sh
AM_BATS_LOG_FLAGS = '$(abs_top_builddir)'

if HAVE_BATS
TESTS += $(BATS_TESTS)
check_DATA += tests/faults/fail_malloc.so
endif

CLEANFILES += tests/faults/fail_malloc.so
tests/faults/fail_malloc.so: tests/faults/fail_malloc.c
	$(AM_V_CC)$(MKDIR_P) tests/faults && $(CC) $(CPPFLAGS) $(CFLAGS) -shared -fPIC -o $@ $(top_srcdir)/tests/faults/fail_malloc.c

clean-local: clean-blackbox
.PHONY: clean-blackbox
clean-blackbox:
	rm -rf tests/blackbox/keys
