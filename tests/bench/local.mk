# SPDX-License-Identifier: GPL-3.0-or-later
# `make bench`: CPU and memory of ours and of the peers for the same work, as ratios.
EXTRA_PROGRAMS += tests/bench/rounds tests/bench/bare_get
dist_noinst_SCRIPTS += tests/bench/bench.sh tests/bench/bench_clock.sh tests/bench/bench_crl.sh \
	tests/bench/bench_directory.sh tests/bench/bench_schedulers.sh

tests_bench_rounds_SOURCES = tests/bench/rounds.c
tests_bench_bare_get_SOURCES = tests/bench/bare_get.c
tests_bench_bare_get_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS)
tests_bench_bare_get_LDADD = $(CURL_LIBS)

if HAVE_CMOCKA
EXTRA_PROGRAMS += tests/bench/make_list
tests_bench_make_list_SOURCES = tests/bench/make_list.c
tests_bench_make_list_CFLAGS = $(UNIT_FLAGS) -I$(top_srcdir)/tests/unit
tests_bench_make_list_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
endif

bench: all tests/bench/rounds tests/bench/bare_get tests/bench/make_list $(check_PROGRAMS)
	code=0; $(srcdir)/tests/bench/bench.sh $(BENCH_ROUNDS) || code=1; \
	$(srcdir)/tests/bench/bench_crl.sh || code=1; $(srcdir)/tests/bench/bench_directory.sh || code=1; \
	$(srcdir)/tests/bench/bench_clock.sh || code=1; exit $$code
.PHONY: bench

# Checks per second that Nagios and Icinga 2 reach with each plugin; five minutes, no bars
bench-schedulers: all $(check_PROGRAMS)
	$(srcdir)/tests/bench/bench_schedulers.sh $(BENCH_SECONDS)
.PHONY: bench-schedulers
