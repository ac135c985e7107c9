# SPDX-License-Identifier: GPL-3.0-or-later
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
BATS_LOG_DRIVER = $(LOG_DRIVER)
TEST_EXTENSIONS = .sh .bats
check_DATA =
AM_TESTS_ENVIRONMENT = SUITE_BUILDDIR='$(abs_builddir)' SUITE_SRCDIR='$(abs_srcdir)'; \
	export SUITE_BUILDDIR SUITE_SRCDIR;
dist_noinst_SCRIPTS += tests/run.sh tests/docs/documents.sh tests/docs/examples.sh tests/docs/generated.sh

# What is distributed must not depend on what is installed: no EXTRA_DIST inside a condition.
EXTRA_DIST += tests/servers/README.md
if HAVE_MICROHTTPD
include tests/servers/local.mk
TESTS += tests/docs/examples.sh
endif
include tests/bench/local.mk
include tests/lab/local.mk
TESTS += tests/docs/documents.sh tests/docs/generated.sh
EXTRA_DIST += tests/docs/documents.py
include tests/blackbox/local.mk
include tests/schedulers/local.mk
include tests/unit/local.mk
include tests/fuzz/local.mk
include tests/lint/local.mk
