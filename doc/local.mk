# SPDX-License-Identifier: GPL-3.0-or-later
# For people who are in a hurry. tests/docs/documents.sh sees to it that what they name is there.
# Installed as they lie in the tree, so that their links to each other lead somewhere.
nobase_dist_doc_DATA = README.md README.de.md HACKING.md NEWS doc/causes.md doc/guide.md doc/guide.de.md doc/rights.md

# Taken by tests/schedulers/screenshots.sh
nobase_dist_doc_DATA += \
	doc/images/director-host.png \
	doc/images/director-services.png \
	doc/images/icingaweb-endpoint.png \
	doc/images/icingaweb-host.png \
	doc/images/icingaweb-ra-certificates.png \
	doc/images/icingaweb-services.png \
	doc/images/icingaweb-template.png
