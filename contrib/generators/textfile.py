# SPDX-License-Identifier: GPL-3.0-or-later
"""Units of systemd and lines of cron that run the plugins for node-exporter's textfile collector."""
from . import tables

FOLDER = "contrib/prometheus/"
PROFILES = "/etc/monitoring-plugins/scep.ini"
OUTPUT = "/var/lib/prometheus/node-exporter/%s_%s.prom"

# Minutes between two runs; mscep-rules.yaml knows them too (MscepStale).
MINUTES = {
    "check_ca_rpc": 5,
    "check_clock_skew": 15,
    "check_crl_dp": 15,
    "check_mscep": 5,
    "check_ndes_account": 15,
    "check_ra_cert": 60,
    "check_template_acl": 60,
}

# The sections of the example of profiles, and who reads them.
EXAMPLE = (
    ("check_mscep", "ndes1-mscep"),
    ("check_ra_cert", "ndes1-ra_cert"),
    ("check_crl_dp", "ndes1-crl_dp"),
    ("check_clock_skew", "ndes1-clock_skew"),
    ("check_template_acl", "ndes1-templates"),
    ("check_ndes_account", "ndes1-ndes_account"),
    ("check_ca_rpc", "ca1-ca_rpc"),
    ("check_clock_skew", "dc1-directory"),
)

SERVICE = """# {licence}
# Written by contrib/generate; do not edit. Changes of yours: systemctl edit {name}@.service
# {name}@SECTION runs {name} with the options of this section of {profiles}.
[Unit]
Description={name} with the options of the section %i, for Prometheus
Documentation=man:{name}(1) man:mscep-causes(7)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User=mscep
ExecStart=/usr/lib/nagios/plugins/{name} --extra-opts=%i@{profiles} --output-file={output}
# A check that finds something exits with 1, 2 or 3: the result is in the file, and the unit did its work.
SuccessExitStatus=1 2 3
TimeoutStartSec=2min
# for --state-dir=/var/lib/monitoring-plugins-scep-prometheus; the folder without -prometheus is Icinga's and Nagios's
StateDirectory=monitoring-plugins-scep-prometheus

# It needs the network, its files, and one folder to write to.
ProtectSystem=strict
ReadWritePaths=/var/lib/prometheus/node-exporter
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
CapabilityBoundingSet=
NoNewPrivileges=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
"""

TIMER = """# {licence}
# Written by contrib/generate; do not edit. Another interval: systemctl edit {name}@.timer
[Unit]
Description={name} every {minutes} minutes, section %i

[Timer]
# at once, and then all of them by turns
OnActiveSec=1
OnCalendar={calendar}
AccuracySec=1s
RandomizedDelaySec={spread}
FixedRandomDelay=yes

[Install]
WantedBy=timers.target
"""

CRON = """# {licence}
# Written by contrib/generate; do not edit the example, but copy it to /etc/cron.d/mscep and put your sections in place.
# The same as the units of systemd, where there is no systemd. One line and one file for each section of
# {profiles}.
MAILTO=""
"""


def service(plugin):
    output = OUTPUT % (plugin.name, "%i")
    return SERVICE.format(licence=tables.LICENCE, name=plugin.name, profiles=PROFILES, output=output)


def timer(plugin):
    minutes = MINUTES[plugin.name]
    calendar = "hourly" if minutes == 60 else "*:0/%d" % minutes
    return TIMER.format(
        licence=tables.LICENCE, name=plugin.name, minutes=minutes, calendar=calendar, spread="%ds" % (minutes * 12)
    )


def units(plugins):
    """Path in the source tree -> text."""
    files = {}
    for plugin in plugins:
        files["%ssystemd/%s@.service" % (FOLDER, plugin.name)] = service(plugin)
        files["%ssystemd/%s@.timer" % (FOLDER, plugin.name)] = timer(plugin)
    return files


def cron_line(name, section):
    when = "0" if MINUTES[name] == 60 else "*/%d" % MINUTES[name]
    command = "/usr/lib/nagios/plugins/%s --extra-opts=%s@%s --output-file=%s >/dev/null" % (
        name, section, PROFILES, OUTPUT % (name, section)
    )
    return "%s * * * * mscep %s\n" % (when, command)


def cron():
    head = CRON.format(licence=tables.LICENCE, profiles=PROFILES)
    return head + "".join(cron_line(name, section) for name, section in EXAMPLE)
