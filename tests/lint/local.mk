# SPDX-License-Identifier: GPL-3.0-or-later
# What can be said about the tree without running it. Tools that are missing are visible skips.
LINT_TESTS = \
	tests/lint/codespell.sh \
	tests/lint/forbidden.sh \
	tests/lint/format.sh \
	tests/lint/globals.sh \
	tests/lint/includes.sh \
	tests/lint/mandoc.sh \
	tests/lint/purity.sh \
	tests/lint/shellcheck.sh \
	tests/lint/spdx.sh \
	tests/lint/width.sh
TESTS += $(LINT_TESTS)
dist_noinst_SCRIPTS += $(LINT_TESTS)
EXTRA_DIST += tests/lint/tap.sh
