# SPDX-License-Identifier: GPL-3.0-or-later
# Is every file of contrib/ taken by the program that it is for? What takes a few seconds runs in `make check`; what
# needs a cluster, a database or a browser has a target of its own:
#	make check-cluster      three nodes of Icinga 2
#	make check-zabbix       Zabbix server, agent and front end with PostgreSQL
#	make check-icingaweb    Icinga Web 2 and Director with PostgreSQL, looked at by a browser
#	make check-packages     Debian package, RPM, reproducible tarball
#	make check-schedulers   all of these; make recheck-schedulers: what failed of them
SCHEDULER_TESTS = \
	tests/schedulers/checkmk.bats \
	tests/schedulers/grafana.bats \
	tests/schedulers/icinga2.bats \
	tests/schedulers/nagios.bats \
	tests/schedulers/nrpe.bats \
	tests/schedulers/one_machine.bats \
	tests/schedulers/profiles.bats \
	tests/schedulers/prometheus.bats \
	tests/schedulers/windows_agents.bats
CLUSTER_TESTS = tests/schedulers/icinga2_cluster.bats
ZABBIX_TESTS = tests/schedulers/zabbix.bats
ICINGAWEB_TESTS = \
	tests/schedulers/director.bats \
	tests/schedulers/icingaweb.bats \
	tests/schedulers/screenshots.bats
PACKAGE_TESTS = tests/packages/debian.bats tests/packages/rpm.bats tests/packages/tarball.bats
ALL_SCHEDULER_TESTS = $(CLUSTER_TESTS) $(ZABBIX_TESTS) $(ICINGAWEB_TESTS) $(PACKAGE_TESTS)

EXTRA_DIST += $(SCHEDULER_TESTS) $(CLUSTER_TESTS) $(ZABBIX_TESTS) $(ICINGAWEB_TESTS) $(PACKAGE_TESTS) \
	tests/packages/copy.sh \
	tests/packages/packages.bash \
	tests/schedulers/browser.py \
	tests/schedulers/chain.bash \
	tests/schedulers/command_lines.py \
	tests/schedulers/dashboard.py \
	tests/schedulers/exposition.py \
	tests/schedulers/icinga2.bash \
	tests/schedulers/icinga2_perfdata.py \
	tests/schedulers/icingaweb.bash \
	tests/schedulers/icingaweb_outputs.py \
	tests/schedulers/prometheus.bash \
	tests/schedulers/schedulers.bash \
	tests/schedulers/screenshots.sh \
	tests/schedulers/zabbix.bash \
	tests/schedulers/zabbix_chain.bash

if HAVE_BATS
TESTS += $(SCHEDULER_TESTS)
endif

check-cluster:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(CLUSTER_TESTS)'
check-zabbix:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(ZABBIX_TESTS)'
check-icingaweb:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(ICINGAWEB_TESTS)'
check-packages:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(PACKAGE_TESTS)'
check-schedulers:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(ALL_SCHEDULER_TESTS)'
recheck-schedulers:
	$(MAKE) $(AM_MAKEFLAGS) recheck TESTS='$(ALL_SCHEDULER_TESTS)'
.PHONY: check-cluster check-zabbix check-icingaweb check-packages check-schedulers recheck-schedulers
