# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion for bash: options, the words of enumerations, file names. Works with and without bash-completion."""
import textwrap

from . import tables

HEAD = """# bash completion of the plugins                                           -*- shell-script -*-
# {licence}
# {origin}
"""

ENGINE = """
# What stands in front of the cursor is an option's value if an option comes before it: "--url VALUE", "--url=VALUE"
# (bash makes three words of that), "-u VALUE".
_mscep_option_of_value()
{
	local before=${COMP_WORDS[COMP_CWORD - 1]} earlier=

	((COMP_CWORD > 1)) && earlier=${COMP_WORDS[COMP_CWORD - 2]}
	if [[ ${COMP_WORDS[COMP_CWORD]} == '=' ]]; then
		echo "$before"
	elif [[ $before == '=' ]]; then
		echo "$earlier"
	else
		echo "$before"
	fi
}

_mscep_complete()
{
	local kind=$1 values=$2 options=$3 word=${COMP_WORDS[COMP_CWORD]}

	[[ $word == '=' ]] && word=
	case $kind in
	words) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word") ;;
	file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
	value) COMPREPLY=() ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
	esac
}
"""

FUNCTION = """
_{name}()
{{
	local options='{options}'

	case $(_mscep_option_of_value) in
{cases}	*) _mscep_complete option '' "$options" ;;
	esac
}}
complete -F _{name} {name}
"""


def names(option):
    return ["-" + option.short] * bool(option.short) + ["--" + option.long]


def kind_of(option):
    if option.choices:
        return "words '%s'" % " ".join(option.choices)
    return "file ''" if option.wants_file else "value ''"


def case(option_names, kind):
    lines = textwrap.wrap("| ".join(option_names), 96, break_on_hyphens=False)
    pattern = " \\\n\t\t".join(lines).replace("|", " |")
    return "\t%s)\n\t\t_mscep_complete %s ''\n\t\t;;\n" % (pattern, kind)


def cases(plugin):
    groups = {}
    for option in plugin.options:
        if not option.is_flag and not option.value_optional:
            groups.setdefault(kind_of(option), []).extend(names(option))
    return "".join(case(row, kind) for kind, row in groups.items())


def function(plugin):
    words = " ".join("--" + option.long for option in plugin.options)
    options = "\n\t\t".join(textwrap.wrap(words, 100, break_on_hyphens=False))
    return FUNCTION.format(name=plugin.name, options=options, cases=cases(plugin))


def script(plugins):
    head = HEAD.format(licence=tables.LICENCE, origin=tables.ORIGIN)
    return head + ENGINE + "".join(map(function, plugins))


LOADER = """# {licence}
# shellcheck shell=bash source-path=SCRIPTDIR
# {origin}
# bash-completion looks for a file with the name of the command.
. "${{BASH_SOURCE[0]%/*}}/monitoring-plugins-scep.bash"
"""


def loader():
    return LOADER.format(licence=tables.LICENCE, origin=tables.ORIGIN)
