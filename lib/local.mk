# SPDX-License-Identifier: GPL-3.0-or-later
# Small static libraries, so that a program gets only the objects that it uses, and --as-needed only their libraries.
noinst_LIBRARIES += lib/libad.a lib/libclock.a lib/libjudge.a lib/libprobe.a lib/libnet.a lib/librpc.a lib/libscep.a \
	lib/libpki.a lib/libcore.a

lib_libcore_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
lib_libcore_a_SOURCES = \
	lib/core/arena.c lib/core/arena.h lib/core/array.h lib/core/base64.c lib/core/base64.h \
	lib/core/calendar.c lib/core/calendar.h lib/core/causes.c lib/core/causes.def lib/core/causes.h \
	lib/core/causes_dump.c lib/core/causes_dump.h lib/core/cleanup.h lib/core/common_options.c \
	lib/core/common_options.h lib/core/cursor.c lib/core/cursor.h lib/core/deadline.c lib/core/deadline.h \
	lib/core/entry.c lib/core/entry.h lib/core/extra_opts.c lib/core/extra_opts.h \
	lib/core/extra_opts_file.c lib/core/extra_opts_file.h lib/core/finding.c lib/core/finding.h \
	lib/core/finding_measure.c lib/core/host_port.c lib/core/host_port.h lib/core/input_file.c lib/core/input_file.h lib/core/lifetime.c lib/core/lifetime.h lib/core/measure.c lib/core/measure.h \
	lib/core/moment.c lib/core/moment.h lib/core/number.c lib/core/number.h lib/core/octets.h lib/core/options.c lib/core/options.h \
	lib/core/options_describe.c lib/core/options_value.c lib/core/options_value.h lib/core/output_checkmk.c \
	lib/core/output_file.c lib/core/output_file.h lib/core/output_json.c lib/core/output_nagios.c \
	lib/core/output_prometheus.c lib/core/plugin.c lib/core/plugin.h lib/core/process.c lib/core/process.h \
	lib/core/range.c lib/core/range.h \
	lib/core/report.c lib/core/report.h lib/core/secret.c lib/core/secret.h lib/core/status.c lib/core/status.h \
	lib/core/text.c lib/core/text.h lib/core/text_foreign.c lib/core/uuid.c lib/core/uuid.h lib/core/watchdog.c lib/core/watchdog.h

lib_libpki_a_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
lib_libpki_a_SOURCES = \
	lib/pki/armour.c lib/pki/armour.h lib/pki/certificate.c lib/pki/certificate.h lib/pki/certificate_asn1.c lib/pki/certificate_asn1.h lib/pki/certificate_chain.c \
	lib/pki/certificate_chain.h lib/pki/certificate_decode.h lib/pki/certificate_extensions.c \
	lib/pki/certificate_facts.c lib/pki/certificate_pem.c lib/pki/certificate_pem.h lib/pki/certificate_roles.c lib/pki/certificate_roles.h lib/pki/certificate_set.c \
	lib/pki/certificate_set.h lib/pki/name.c lib/pki/name.h lib/pki/openssl.c lib/pki/openssl.h

lib_libpki_a_SOURCES += \
	lib/pki/crl.h lib/pki/crl_der.c lib/pki/crl_der.h lib/pki/crl_digest.c lib/pki/crl_digest.h \
	lib/pki/crl_elements.c lib/pki/crl_entries.c lib/pki/crl_extensions.c lib/pki/crl_name.c lib/pki/crl_number.c \
	lib/pki/crl_parser.c lib/pki/crl_parser.h lib/pki/crl_pem.c lib/pki/crl_pem.h lib/pki/crl_scope.c \
	lib/pki/crl_serials.c lib/pki/crl_serials.h lib/pki/crl_signature.c lib/pki/crl_sniff.c lib/pki/crl_steps.c \
	lib/pki/crl_time.c lib/pki/crl_time.h lib/pki/distribution_points.c lib/pki/distribution_points.h \
	lib/pki/uri.c lib/pki/uri.h

lib_libpki_a_SOURCES += \
	lib/pki/ocsp.c lib/pki/ocsp.h lib/pki/ocsp_parts.h lib/pki/ocsp_signer.c lib/pki/ocsp_sniff.c \
	lib/pki/ocsp_status.c

lib_libscep_a_CFLAGS = $(AM_CFLAGS)
lib_libscep_a_SOURCES = \
	lib/scep/capabilities.c lib/scep/capabilities.h lib/scep/page.c lib/scep/page.h lib/scep/scep_url.c \
	lib/scep/scep_url.h

lib_librpc_a_CFLAGS = $(AM_CFLAGS)
lib_librpc_a_SOURCES = \
	lib/rpc/endpoint_map.c lib/rpc/endpoint_map.h lib/rpc/rpc_bind_reply.c lib/rpc/rpc_pdu.c \
	lib/rpc/rpc_pdu.h lib/rpc/rpc_interface.c lib/rpc/rpc_interface.h lib/rpc/rpc_write.c lib/rpc/rpc_write.h

lib_libad_a_CFLAGS = $(AM_CFLAGS)
lib_libad_a_SOURCES = \
	lib/ad/access_check.c lib/ad/access_check.h lib/ad/access_mask.c lib/ad/account.c lib/ad/account.h \
	lib/ad/account_name.c lib/ad/ad_time.c lib/ad/ad_time.h lib/ad/ad_value.c lib/ad/ad_value.h \
	lib/ad/enrollment_service.c lib/ad/enrollment_service.h lib/ad/guid.c lib/ad/guid.h \
	lib/ad/security_descriptor.c lib/ad/security_descriptor.h lib/ad/sid.c lib/ad/sid.h lib/ad/sid_names.c \
	lib/ad/template.c lib/ad/template.h lib/ad/template_properties.c lib/ad/template_properties.h \
	lib/ad/template_purposes.c

lib_libclock_a_CFLAGS = $(AM_CFLAGS)
lib_libclock_a_SOURCES = \
	lib/clock/ber.c lib/clock/ber.h lib/clock/clock_frame.c lib/clock/clock_frame.h lib/clock/clock_sample.c \
	lib/clock/clock_sample.h lib/clock/clock_time.c lib/clock/clock_time.h lib/clock/http_date.c \
	lib/clock/http_date.h lib/clock/krb.c lib/clock/krb.h lib/clock/krb_request.c lib/clock/ntlm.c \
	lib/clock/ntlm.h lib/clock/ntp.c lib/clock/ntp.h lib/clock/rootdse.c lib/clock/rootdse.h \
	lib/clock/smb2.c lib/clock/smb2.h

lib_libnet_a_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(OPENSSL_CFLAGS)
lib_libnet_a_SOURCES = \
	lib/net/curl.h lib/net/http.c lib/net/http.h lib/net/http_answer.c lib/net/http_answer.h \
	lib/net/http_challenge.c lib/net/http_challenge.h \
	lib/net/http_freshness.c lib/net/http_freshness.h lib/net/http_options.c lib/net/http_options.h lib/net/http_outcome.c lib/net/http_proxy.c lib/net/http_receive.c lib/net/http_tls.c \
	lib/net/http_transfer.c lib/net/http_transfer.h

lib_libnet_a_CFLAGS += $(LDAP_CFLAGS) $(KRB5_CFLAGS) $(SASL_CFLAGS) -pthread
lib_libnet_a_SOURCES += \
	lib/net/ldap_answer.c lib/net/ldap_answer.h lib/net/ldap_batch.c lib/net/ldap_batch.h lib/net/ldap_bind.c lib/net/ldap_fetch.c lib/net/ldap_fetch.h lib/net/ldap_host.c \
	lib/net/ldap_job.c lib/net/ldap_job.h lib/net/ldap_login.c lib/net/ldap_login.h lib/net/ldap_search.c \
	lib/net/ldap_socket.c lib/net/ldap_url.c \
	lib/net/ldap_tls.c lib/net/ldap_tls_layer.c lib/net/ldap_tls_layer.h lib/net/ldap_words.c

lib_libnet_a_SOURCES += \
	lib/net/directory_options.c lib/net/directory_options.h lib/net/exchange.c lib/net/exchange.h \
	lib/net/exchange_answer.c lib/net/exchange_answer.h lib/net/exchange_parts.h lib/net/exchange_talk.c \
	lib/net/exchange_way.c lib/net/real_time.h lib/net/resolve.c lib/net/resolve.h lib/net/retry.h lib/net/thread.c \
	lib/net/thread.h lib/net/kerberos_keytab.c lib/net/ldap_escape.c \
	lib/net/ldap_kerberos.c lib/net/ldap_session.c lib/net/ldap_session.h lib/net/ldap_session_ask.c \
	lib/net/ldap_session_entry.c lib/net/ldap_session_parts.h lib/net/ldap_session_range.c

lib_libjudge_a_CFLAGS = $(AM_CFLAGS)
lib_libjudge_a_SOURCES = \
	lib/judge/ca_answer.h lib/judge/judge_ca_answer.c lib/judge/judge_ca_answer.h \
	lib/judge/directory.h lib/judge/judge_directory.c lib/judge/judge_directory.h \
	lib/judge/judge_http.c lib/judge/judge_http.h lib/judge/judge_http_status.c lib/judge/judge_ldap.c lib/judge/judge_ldap.h lib/judge/judge_ndes_pages.c \
	lib/judge/judge_ra_certificates.c lib/judge/judge_ra_certificates.h lib/judge/judge_scep_answers.c \
	lib/judge/judge_scep_endpoint.c lib/judge/judge_scep_endpoint.h lib/judge/ra_chain.c lib/judge/ra_faults.c \
	lib/judge/ra_judgement.h lib/judge/ra_lifetime.c lib/judge/scep_endpoint.h lib/judge/scep_questions.h

lib_libjudge_a_SOURCES += \
	lib/judge/crl_facts.h lib/judge/judge_crl.c lib/judge/judge_crl.h lib/judge/judge_crl_content.c \
	lib/judge/judge_crl_dates.c lib/judge/judge_crl_parts.h lib/judge/judge_crl_signature.c \
	lib/judge/judge_crl_together.c

lib_libjudge_a_SOURCES += \
	lib/judge/aia_facts.h lib/judge/crl_survey.h lib/judge/judge_access.c lib/judge/judge_access.h \
	lib/judge/judge_aia.c lib/judge/judge_aia.h lib/judge/judge_crl_survey.c lib/judge/judge_crl_survey.h \
	lib/judge/judge_crl_survey_cache.c lib/judge/judge_crl_survey_issuers.c lib/judge/judge_crl_survey_parts.h \
	lib/judge/judge_crl_survey_revoked.c lib/judge/judge_crl_survey_together.c \
	lib/judge/judge_ocsp.c lib/judge/judge_ocsp.h lib/judge/judge_ocsp_dates.c lib/judge/judge_ocsp_parts.h \
	lib/judge/judge_ocsp_signer.c lib/judge/ocsp_facts.h

lib_libjudge_a_SOURCES += \
	lib/judge/judge_right.c lib/judge/judge_template_ca.c lib/judge/judge_template_posture.c \
	lib/judge/judge_template_rights.c \
	lib/judge/judge_template_settings.c lib/judge/judge_template_survey.c lib/judge/judge_template_survey.h \
	lib/judge/template_judgement.h lib/judge/template_survey.h

lib_libjudge_a_SOURCES += \
	lib/judge/account_survey.h lib/judge/judge_account.c lib/judge/judge_account.h lib/judge/judge_account_groups.c \
	lib/judge/judge_account_kerberos.c lib/judge/judge_account_logon.c lib/judge/judge_account_managed.c \
	lib/judge/judge_account_parts.h lib/judge/judge_account_password.c lib/judge/judge_account_state.c

lib_libjudge_a_SOURCES += \
	lib/judge/clock_survey.h lib/judge/judge_clock.c lib/judge/judge_clock.h lib/judge/judge_clock_cache.c lib/judge/judge_clock_majority.c \
	lib/judge/judge_clock_names.c lib/judge/judge_clock_others.c lib/judge/judge_clock_parts.h \
	lib/judge/judge_clock_target.c lib/judge/judge_clock_verdict.c lib/judge/judge_clock_words.c \
	lib/judge/judge_exchange.c lib/judge/judge_exchange.h
lib_libjudge_a_SOURCES += lib/judge/ca_rpc.h lib/judge/judge_ca_rpc.c lib/judge/judge_ca_rpc.h \
	lib/judge/judge_ca_rpc_parts.h lib/judge/judge_ca_rpc_transport.c lib/judge/judge_run_time.c \
	lib/judge/judge_run_time.h

lib_libprobe_a_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
lib_libprobe_a_SOURCES = \
	lib/probe/probe_account.c lib/probe/probe_directory.c lib/probe/probe_directory.h \
	lib/probe/probe_template_survey.c lib/probe/probe_template_survey.h \
	lib/probe/certificate_memory.c lib/probe/certificate_memory.h lib/probe/probe_ca_answers.c \
	lib/probe/probe_ca_answers.h lib/probe/probe_scep_endpoint.c lib/probe/probe_scep_endpoint.h
lib_libprobe_a_SOURCES += \
	lib/probe/crl_intake.c lib/probe/crl_intake.h lib/probe/crl_work.h lib/probe/probe_crl_aia.c lib/probe/probe_crl_fetch.c \
	lib/probe/probe_crl_lists.c lib/probe/probe_crl_plan.c lib/probe/probe_crl_sources.c \
	lib/probe/probe_crl_survey.c lib/probe/probe_crl_survey.h
lib_libprobe_a_SOURCES += lib/probe/probe_account_survey.c lib/probe/probe_account_survey.h
lib_libprobe_a_SOURCES += lib/probe/probe_ca_rpc.c lib/probe/probe_ca_rpc.h
lib_libprobe_a_SOURCES += \
	lib/probe/clock_pages.c lib/probe/clock_question.c lib/probe/clock_talk.c lib/probe/clock_talk.h lib/probe/probe_clock.c \
	lib/probe/probe_clock.h lib/probe/probe_clock_web.c
