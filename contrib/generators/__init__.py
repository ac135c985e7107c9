# SPDX-License-Identifier: GPL-3.0-or-later
"""One module for each kind of file that contrib/generate writes."""
