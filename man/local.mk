# SPDX-License-Identifier: GPL-3.0-or-later
# The pages are made by contrib/generate from those with .in; tests/docs/generated.sh sees to it that they agree.
dist_man_MANS += man/check_ca_rpc.1 man/check_clock_skew.1 man/check_crl_dp.1 man/check_mscep.1 man/check_ndes_account.1 \
	man/check_ra_cert.1 man/check_template_acl.1 man/mscep-causes.7
EXTRA_DIST += man/check_ca_rpc.1.in man/check_clock_skew.1.in man/check_crl_dp.1.in man/check_mscep.1.in man/check_ndes_account.1.in \
	man/check_ra_cert.1.in man/check_template_acl.1.in \
	man/mscep-causes.7.in
