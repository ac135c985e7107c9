# SPDX-License-Identifier: GPL-3.0-or-later
# bash-completion loads a file by the command's name; these files load the one that knows all plugins.
completionsdir = $(datadir)/bash-completion/completions
dist_completions_DATA = contrib/completion/monitoring-plugins-scep.bash \
	contrib/completion/check_ca_rpc contrib/completion/check_clock_skew contrib/completion/check_crl_dp contrib/completion/check_mscep \
	contrib/completion/check_ndes_account contrib/completion/check_ra_cert \
	contrib/completion/check_template_acl

EXTRA_DIST += \
	contrib/build_package.sh \
	contrib/checkmk/README.md \
	contrib/checkmk/mrpe.cfg \
	contrib/checkmk/mscep-local \
	contrib/debian/changelog \
	contrib/debian/control \
	contrib/debian/copyright \
	contrib/debian/monitoring-plugins-scep.README.Debian \
	contrib/debian/monitoring-plugins-scep.dirs \
	contrib/debian/monitoring-plugins-scep.install \
	contrib/debian/monitoring-plugins-scep.links \
	contrib/debian/monitoring-plugins-scep.lintian-overrides \
	contrib/debian/monitoring-plugins-scep.postinst \
	contrib/debian/monitoring-plugins-scep.postrm \
	contrib/debian/rules \
	contrib/debian/source/format \
	contrib/debian/source/lintian-overrides \
	contrib/generate \
	contrib/generators/__init__.py \
	contrib/generators/causes.py \
	contrib/generators/completion.py \
	contrib/generators/director.py \
	contrib/generators/director_chain.py \
	contrib/generators/director_field.py \
	contrib/generators/grafana.py \
	contrib/generators/grafana_influxdb.py \
	contrib/generators/grafana_prometheus.py \
	contrib/generators/icinga.py \
	contrib/generators/icinga_arguments.py \
	contrib/generators/manual.py \
	contrib/generators/mdoc.py \
	contrib/generators/nagios.py \
	contrib/generators/tables.py \
	contrib/generators/textfile.py \
	contrib/generators/yaml_text.py \
	contrib/generators/zabbix.py \
	contrib/generators/zabbix_items.py \
	contrib/generators/zabbix_names.py \
	contrib/generators/zabbix_triggers.py \
	contrib/generators/zabbix_views.py \
	contrib/grafana/README.md \
	contrib/grafana/icinga2-influxdb.conf \
	contrib/grafana/mscep-influxdb.json \
	contrib/grafana/mscep-prometheus.json \
	contrib/icinga2/README.md \
	contrib/icinga2/director-basket.json \
	contrib/icinga2/mscep-commands.conf \
	contrib/icinga2/mscep-hosts.conf \
	contrib/icinga2/mscep-services.conf \
	contrib/nagios/README.md \
	contrib/nagios/mscep-commands.cfg \
	contrib/nagios/mscep-services.cfg \
	contrib/nagios/nrpe-mscep.cfg \
	contrib/nagios/scep.ini \
	contrib/packages.sh \
	contrib/prometheus/README.md \
	contrib/prometheus/mscep-rules-test.yaml \
	contrib/prometheus/mscep-rules.yaml \
	contrib/prometheus/mscep.cron \
	contrib/prometheus/mscep.sysusers.conf \
	contrib/prometheus/mscep.tmpfiles.conf \
	contrib/prometheus/systemd/check_ca_rpc@.service \
	contrib/prometheus/systemd/check_ca_rpc@.timer \
	contrib/prometheus/systemd/check_clock_skew@.service \
	contrib/prometheus/systemd/check_clock_skew@.timer \
	contrib/prometheus/systemd/check_crl_dp@.service \
	contrib/prometheus/systemd/check_crl_dp@.timer \
	contrib/prometheus/systemd/check_mscep@.service \
	contrib/prometheus/systemd/check_mscep@.timer \
	contrib/prometheus/systemd/check_ndes_account@.service \
	contrib/prometheus/systemd/check_ndes_account@.timer \
	contrib/prometheus/systemd/check_ra_cert@.service \
	contrib/prometheus/systemd/check_ra_cert@.timer \
	contrib/prometheus/systemd/check_template_acl@.service \
	contrib/prometheus/systemd/check_template_acl@.timer \
	contrib/quickstart.sh \
	contrib/rpm/monitoring-plugins-scep.rpmlintrc \
	contrib/rpm/monitoring-plugins-scep.spec \
	contrib/windows-agents/README.md \
	contrib/windows-agents/check_scep_windows.ps1 \
	contrib/windows-agents/icinga-for-windows.conf \
	contrib/windows-agents/nsclient.ini \
	contrib/windows-agents/snclient_local.ini \
	contrib/windows-agents/windows-exporter-rules-test.yaml \
	contrib/windows-agents/windows-exporter-rules.yaml \
	contrib/windows-agents/windows-exporter.yaml \
	contrib/windows-agents/zabbix-agent-windows.conf \
	contrib/windows-agents/zabbix-windows.yaml \
	contrib/zabbix/README.md \
	contrib/zabbix/mscep-agent.yaml \
	contrib/zabbix/mscep-external.yaml \
	contrib/zabbix/mscep.conf
