# SPDX-License-Identifier: GPL-3.0-or-later
# Unit tests: one program for each room's part, TAP by cmocka. A new test NAME is its line in UNIT_TESTS and its two below.
# SUITE_VECTORS=FOLDER in the environment lets test_vectors read recorded answers.
EXTRA_DIST += \
	tests/unit/account_sample.h \
	tests/unit/certificate_factory.h \
	tests/unit/clock_packets.h \
	tests/unit/clock_survey_sample.h \
	tests/unit/crl_factory.h \
	tests/unit/entry_sample.h \
	tests/unit/http_sample.h \
	tests/unit/ocsp_factory.h \
	tests/unit/options_sample.h \
	tests/unit/rpc_sample.h \
	tests/unit/sample_report.h \
	tests/unit/scep_sample.h \
	tests/unit/sd_factory.h \
	tests/unit/suite.h \
	tests/unit/wide_text.h

if HAVE_CMOCKA
UNIT_TESTS = \
	tests/unit/test_access_check \
	tests/unit/test_account \
	tests/unit/test_ad_time \
	tests/unit/test_ad_vectors \
	tests/unit/test_arena \
	tests/unit/test_ber \
	tests/unit/test_capabilities \
	tests/unit/test_causes \
	tests/unit/test_certificate \
	tests/unit/test_certificate_chain \
	tests/unit/test_certificate_roles \
	tests/unit/test_certificate_set \
	tests/unit/test_clock_question \
	tests/unit/test_clock_sample \
	tests/unit/test_clock_vectors \
	tests/unit/test_crl \
	tests/unit/test_crl_faults \
	tests/unit/test_crl_peers \
	tests/unit/test_crl_pkits \
	tests/unit/test_crl_points \
	tests/unit/test_crl_serials \
	tests/unit/test_crl_signature \
	tests/unit/test_cursor \
	tests/unit/test_deadline \
	tests/unit/test_endpoint_map \
	tests/unit/test_enrollment_service \
	tests/unit/test_extra_opts \
	tests/unit/test_finding \
	tests/unit/test_host_port \
	tests/unit/test_finding_measure \
	tests/unit/test_http_challenge \
	tests/unit/test_judge_account \
	tests/unit/test_judge_account_groups \
	tests/unit/test_judge_account_kerberos \
	tests/unit/test_judge_aia \
	tests/unit/test_judge_ca_answer \
	tests/unit/test_judge_ca_rpc \
	tests/unit/test_judge_clock \
	tests/unit/test_judge_clock_others \
	tests/unit/test_judge_clock_silence \
	tests/unit/test_judge_crl \
	tests/unit/test_judge_crl_faults \
	tests/unit/test_judge_crl_together \
	tests/unit/test_judge_http \
	tests/unit/test_judge_http_notes \
	tests/unit/test_judge_http_status \
	tests/unit/test_judge_ocsp \
	tests/unit/test_judge_ra_certificates \
	tests/unit/test_judge_scep_endpoint \
	tests/unit/test_judge_scep_pages \
	tests/unit/test_judge_template \
	tests/unit/test_krb \
	tests/unit/test_ldap_url \
	tests/unit/test_ldap_words \
	tests/unit/test_lifetime \
	tests/unit/test_measure \
	tests/unit/test_moment \
	tests/unit/test_ntp \
	tests/unit/test_number \
	tests/unit/test_ocsp \
	tests/unit/test_options \
	tests/unit/test_options_refused \
	tests/unit/test_output_checkmk \
	tests/unit/test_output_json \
	tests/unit/test_output_nagios \
	tests/unit/test_output_prometheus \
	tests/unit/test_page \
	tests/unit/test_range \
	tests/unit/test_report \
	tests/unit/test_rpc_pdu \
	tests/unit/test_rpc_vectors \
	tests/unit/test_rootdse \
	tests/unit/test_scep_url \
	tests/unit/test_secret \
	tests/unit/test_security_descriptor \
	tests/unit/test_sid \
	tests/unit/test_smb2_ntlm \
	tests/unit/test_status \
	tests/unit/test_template \
	tests/unit/test_text \
	tests/unit/test_text_foreign \
	tests/unit/test_vectors
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

UNIT_FLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS) $(OPENSSL_CFLAGS)
UNIT_LINK = $(HTTP_LINK) $(CMOCKA_LIBS)

# Certificates and lists for tests, made once.
check_LIBRARIES += tests/unit/libfactory.a
tests_unit_libfactory_a_CFLAGS = $(UNIT_FLAGS)
tests_unit_libfactory_a_SOURCES = tests/unit/certificate_factory.c tests/unit/crl_factory.c \
	tests/unit/ocsp_factory.c tests/unit/sd_factory.c

tests_unit_test_access_check_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_access_check_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_account_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_account_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_ad_time_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_ad_time_LDADD = $(UNIT_LINK)
tests_unit_test_ad_vectors_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_ad_vectors_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_cursor_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_cursor_LDADD = $(UNIT_LINK)
tests_unit_test_ber_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_ber_LDADD = $(UNIT_LINK)
tests_unit_test_judge_clock_silence_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_clock_silence_LDADD = $(UNIT_LINK)
tests_unit_test_clock_question_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_clock_question_LDADD = $(UNIT_LINK)
tests_unit_test_clock_sample_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_clock_sample_LDADD = $(UNIT_LINK)
tests_unit_test_clock_vectors_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_clock_vectors_LDADD = $(UNIT_LINK)
tests_unit_test_judge_clock_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_clock_LDADD = $(UNIT_LINK)
tests_unit_test_judge_clock_others_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_clock_others_LDADD = $(UNIT_LINK)
tests_unit_test_host_port_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_host_port_LDADD = $(UNIT_LINK)
tests_unit_test_krb_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_krb_LDADD = $(UNIT_LINK)
tests_unit_test_ntp_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_ntp_LDADD = $(UNIT_LINK)
tests_unit_test_http_challenge_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_http_challenge_LDADD = $(UNIT_LINK)
tests_unit_test_rootdse_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_rootdse_LDADD = $(UNIT_LINK)
tests_unit_test_smb2_ntlm_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_smb2_ntlm_LDADD = $(UNIT_LINK)
tests_unit_test_enrollment_service_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_enrollment_service_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_security_descriptor_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_security_descriptor_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_sid_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_sid_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_template_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_template_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_arena_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_arena_LDADD = $(UNIT_LINK)
tests_unit_test_capabilities_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_capabilities_LDADD = $(UNIT_LINK)
tests_unit_test_causes_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_causes_LDADD = $(UNIT_LINK)
tests_unit_test_certificate_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_certificate_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_certificate_chain_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_certificate_chain_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_certificate_roles_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_certificate_roles_LDADD = $(UNIT_LINK)
tests_unit_test_certificate_set_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_certificate_set_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_faults_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_faults_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_peers_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_peers_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_pkits_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_pkits_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_points_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_points_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_serials_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_serials_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_crl_signature_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_crl_signature_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_crl_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_crl_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_crl_faults_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_crl_faults_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_crl_together_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_crl_together_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_deadline_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_deadline_LDADD = $(UNIT_LINK)
tests_unit_test_extra_opts_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_extra_opts_LDADD = $(UNIT_LINK)
tests_unit_test_finding_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_finding_LDADD = $(UNIT_LINK)
tests_unit_test_finding_measure_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_finding_measure_LDADD = $(UNIT_LINK)
tests_unit_test_judge_ca_answer_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_ca_answer_LDADD = $(UNIT_LINK)
tests_unit_test_judge_http_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_http_LDADD = $(UNIT_LINK)
tests_unit_test_judge_http_notes_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_http_notes_LDADD = $(UNIT_LINK)
tests_unit_test_judge_http_status_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_http_status_LDADD = $(UNIT_LINK)
tests_unit_test_judge_ra_certificates_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_ra_certificates_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_scep_endpoint_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_scep_endpoint_LDADD = $(UNIT_LINK)
tests_unit_test_judge_scep_pages_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_scep_pages_LDADD = $(UNIT_LINK)
tests_unit_test_ldap_url_CFLAGS = $(UNIT_FLAGS) $(LDAP_CFLAGS)
tests_unit_test_ldap_url_LDADD = $(UNIT_LINK) $(LDAP_LINK)
tests_unit_test_ldap_words_CFLAGS = $(UNIT_FLAGS) $(LDAP_CFLAGS)
tests_unit_test_ldap_words_LDADD = $(UNIT_LINK) $(LDAP_LINK)
tests_unit_test_lifetime_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_lifetime_LDADD = $(UNIT_LINK)
tests_unit_test_measure_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_measure_LDADD = $(UNIT_LINK)
tests_unit_test_moment_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_moment_LDADD = $(UNIT_LINK)
tests_unit_test_number_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_number_LDADD = $(UNIT_LINK)
tests_unit_test_ocsp_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_ocsp_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_ocsp_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_ocsp_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_template_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_template_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_judge_account_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_account_LDADD = $(UNIT_LINK)
tests_unit_test_judge_account_groups_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_account_groups_LDADD = $(UNIT_LINK)
tests_unit_test_judge_account_kerberos_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_account_kerberos_LDADD = $(UNIT_LINK)
tests_unit_test_judge_aia_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_aia_LDADD = tests/unit/libfactory.a $(UNIT_LINK)
tests_unit_test_options_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_options_LDADD = $(UNIT_LINK)
tests_unit_test_options_refused_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_options_refused_LDADD = $(UNIT_LINK)
tests_unit_test_output_checkmk_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_output_checkmk_LDADD = $(UNIT_LINK)
tests_unit_test_output_json_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_output_json_LDADD = $(UNIT_LINK)
tests_unit_test_output_nagios_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_output_nagios_LDADD = $(UNIT_LINK)
tests_unit_test_output_prometheus_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_output_prometheus_LDADD = $(UNIT_LINK)
tests_unit_test_page_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_page_LDADD = $(UNIT_LINK)
tests_unit_test_range_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_range_LDADD = $(UNIT_LINK)
tests_unit_test_report_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_report_LDADD = $(UNIT_LINK)
tests_unit_test_endpoint_map_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_endpoint_map_LDADD = $(UNIT_LINK)
tests_unit_test_judge_ca_rpc_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_judge_ca_rpc_LDADD = $(UNIT_LINK)
tests_unit_test_rpc_pdu_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_rpc_pdu_LDADD = $(UNIT_LINK)
tests_unit_test_rpc_vectors_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_rpc_vectors_LDADD = $(UNIT_LINK)
tests_unit_test_scep_url_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_scep_url_LDADD = $(UNIT_LINK)
tests_unit_test_secret_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_secret_LDADD = $(UNIT_LINK)
tests_unit_test_status_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_status_LDADD = $(UNIT_LINK)
tests_unit_test_text_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_text_LDADD = $(UNIT_LINK)
tests_unit_test_text_foreign_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_text_foreign_LDADD = $(UNIT_LINK)
tests_unit_test_vectors_CFLAGS = $(UNIT_FLAGS)
tests_unit_test_vectors_LDADD = $(UNIT_LINK)
endif
