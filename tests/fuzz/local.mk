# SPDX-License-Identifier: GPL-3.0-or-later
# One target for each parser of foreign bytes. `make check` replays the corpora with any compiler; with
# ./configure --enable-fuzzing CC=clang, `make fuzz` looks for new inputs, FUZZ_SECONDS for each target.
# A new target NAME is fuzz_NAME.c, a folder corpus/NAME of small files, its names in the two lists, and its four lines.
FUZZ_SECONDS = 30

FUZZ_REPLAYS = \
	tests/fuzz/replay_capabilities \
	tests/fuzz/replay_certificate_set \
	tests/fuzz/replay_crl \
	tests/fuzz/replay_extra_opts \
	tests/fuzz/replay_http_challenge \
	tests/fuzz/replay_http_date \
	tests/fuzz/replay_krb \
	tests/fuzz/replay_ntlm \
	tests/fuzz/replay_ntp \
	tests/fuzz/replay_ocsp \
	tests/fuzz/replay_options_value \
	tests/fuzz/replay_page \
	tests/fuzz/replay_rpc \
	tests/fuzz/replay_rootdse \
	tests/fuzz/replay_security_descriptor \
	tests/fuzz/replay_sid \
	tests/fuzz/replay_smb2 \
	tests/fuzz/replay_template \
	tests/fuzz/replay_text_foreign
check_PROGRAMS += $(FUZZ_REPLAYS)
TESTS += $(FUZZ_REPLAYS)
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/target.h

tests_fuzz_replay_capabilities_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_capabilities.c
tests_fuzz_replay_capabilities_LDADD = $(HTTP_LINK)
tests_fuzz_replay_certificate_set_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_certificate_set.c
tests_fuzz_replay_certificate_set_LDADD = $(HTTP_LINK)
tests_fuzz_replay_crl_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_crl.c
tests_fuzz_replay_crl_LDADD = $(HTTP_LINK)
tests_fuzz_replay_extra_opts_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_extra_opts.c
tests_fuzz_replay_extra_opts_LDADD = $(HTTP_LINK)
tests_fuzz_replay_http_challenge_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_http_challenge.c
tests_fuzz_replay_http_challenge_LDADD = $(HTTP_LINK)
tests_fuzz_replay_http_date_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_http_date.c
tests_fuzz_replay_http_date_LDADD = $(HTTP_LINK)
tests_fuzz_replay_krb_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_krb.c
tests_fuzz_replay_krb_LDADD = $(HTTP_LINK)
tests_fuzz_replay_ntlm_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_ntlm.c
tests_fuzz_replay_ntlm_LDADD = $(HTTP_LINK)
tests_fuzz_replay_ntp_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_ntp.c
tests_fuzz_replay_ntp_LDADD = $(HTTP_LINK)
tests_fuzz_replay_rootdse_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_rootdse.c
tests_fuzz_replay_rootdse_LDADD = $(HTTP_LINK)
tests_fuzz_replay_smb2_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_smb2.c
tests_fuzz_replay_smb2_LDADD = $(HTTP_LINK)
tests_fuzz_replay_ocsp_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_ocsp.c
tests_fuzz_replay_ocsp_LDADD = $(HTTP_LINK)
tests_fuzz_replay_options_value_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_options_value.c
tests_fuzz_replay_options_value_LDADD = $(HTTP_LINK)
tests_fuzz_replay_page_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_page.c
tests_fuzz_replay_page_LDADD = $(HTTP_LINK)
tests_fuzz_replay_rpc_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_rpc.c
tests_fuzz_replay_rpc_LDADD = $(HTTP_LINK)
tests_fuzz_replay_security_descriptor_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_security_descriptor.c
tests_fuzz_replay_security_descriptor_LDADD = $(HTTP_LINK)
tests_fuzz_replay_sid_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_sid.c
tests_fuzz_replay_sid_LDADD = $(HTTP_LINK)
tests_fuzz_replay_template_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_template.c
tests_fuzz_replay_template_LDADD = $(HTTP_LINK)
tests_fuzz_replay_text_foreign_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_text_foreign.c
tests_fuzz_replay_text_foreign_LDADD = $(HTTP_LINK)

if FUZZING
# Everything is instrumented, the libraries too: that is how libFuzzer sees branches.
AM_CFLAGS += -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
AM_LDFLAGS += -fsanitize=address,undefined
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer

FUZZERS = \
	tests/fuzz/fuzz_capabilities \
	tests/fuzz/fuzz_certificate_set \
	tests/fuzz/fuzz_crl \
	tests/fuzz/fuzz_extra_opts \
	tests/fuzz/fuzz_http_challenge \
	tests/fuzz/fuzz_http_date \
	tests/fuzz/fuzz_krb \
	tests/fuzz/fuzz_ntlm \
	tests/fuzz/fuzz_ntp \
	tests/fuzz/fuzz_ocsp \
	tests/fuzz/fuzz_options_value \
	tests/fuzz/fuzz_page \
	tests/fuzz/fuzz_rpc \
	tests/fuzz/fuzz_rootdse \
	tests/fuzz/fuzz_security_descriptor \
	tests/fuzz/fuzz_sid \
	tests/fuzz/fuzz_smb2 \
	tests/fuzz/fuzz_template \
	tests/fuzz/fuzz_text_foreign
noinst_PROGRAMS += $(FUZZERS)

tests_fuzz_fuzz_capabilities_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_capabilities_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_certificate_set_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_certificate_set_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_crl_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_crl_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_extra_opts_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_extra_opts_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_http_challenge_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_http_challenge_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_http_date_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_http_date_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_krb_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_krb_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_ntlm_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_ntlm_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_ntp_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_ntp_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rootdse_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_rootdse_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_smb2_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_smb2_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_ocsp_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_ocsp_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_options_value_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_options_value_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_page_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_page_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rpc_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_rpc_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_security_descriptor_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_security_descriptor_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_sid_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_sid_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_template_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_template_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_text_foreign_LDADD = $(HTTP_LINK)
tests_fuzz_fuzz_text_foreign_LDFLAGS = $(FUZZ_LINK)

# New inputs stay in the build folder, crashes beside them; both come from the committed corpus.
fuzz: $(FUZZERS)
	@for program in $(FUZZERS); do \
		name="$${program##*/fuzz_}"; \
		echo "== $$name, $(FUZZ_SECONDS) s"; \
		mkdir -p "tests/fuzz/found/$$name" || exit 1; \
		"./$$program" -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
			-artifact_prefix="tests/fuzz/found/$$name-" "tests/fuzz/found/$$name" \
			"$(srcdir)/tests/fuzz/corpus/$$name" || exit 1; \
	done
endif
