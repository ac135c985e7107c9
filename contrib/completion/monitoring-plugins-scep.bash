# bash completion of the plugins                                           -*- shell-script -*-
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by contrib/generate from the plugins' option tables; do not edit.

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

_check_ca_rpc()
{
	local options='--hostname --port --epm-port --interface --warning --critical --help --version --verbose --timeout
		--output-format --output-file --file-format --at --retries --extra-opts --use-ipv4 --use-ipv6
		--exit-ok'

	case $(_mscep_option_of_value) in
	-H | --hostname | -p | --port | --epm-port | --interface | -w | --warning | -c | --critical | -t | \
		--timeout | --at | --retries)
		_mscep_complete value '' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	--output-file)
		_mscep_complete file '' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_ca_rpc check_ca_rpc

_check_clock_skew()
{
	local options='--hostname --warning --critical --reference --samples --ca-cert --insecure --client-cert
		--private-key --proxy --noproxy --useragent --header --onredirect --resolve --help --version
		--verbose --timeout --output-format --output-file --file-format --at --retries --extra-opts
		--use-ipv4 --use-ipv6 --exit-ok'

	case $(_mscep_option_of_value) in
	-H | --hostname | -w | --warning | -c | --critical | --reference | --samples | -x | --proxy | --noproxy | \
		-A | --useragent | -k | --header | -I | --resolve | -t | --timeout | --at | --retries)
		_mscep_complete value '' ''
		;;
	--ca-cert | -J | --client-cert | -K | --private-key | --output-file)
		_mscep_complete file '' ''
		;;
	--onredirect)
		_mscep_complete words 'follow ok warning critical' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_clock_skew check_clock_skew

_check_crl_dp()
{
	local options='--cert --scep --tls --crl --file --issuer --ldap-host --domain --bind-dn --password-file --starttls
		--allow-cleartext --aia --ocsp --revoked --serial --warning --critical --max-size --quick --ca-cert
		--insecure --client-cert --private-key --proxy --noproxy --useragent --header --onredirect --resolve
		--help --version --verbose --timeout --output-format --output-file --file-format --at --retries
		--extra-opts --use-ipv4 --use-ipv6 --exit-ok'

	case $(_mscep_option_of_value) in
	--cert | -f | --file | --issuer | --password-file | --ca-cert | -J | --client-cert | -K | --private-key | \
		--output-file)
		_mscep_complete file '' ''
		;;
	--scep | --tls | -u | --crl | --ldap-host | --domain | -D | --bind-dn | --serial | -w | --warning | -c | \
		--critical | --max-size | -x | --proxy | --noproxy | -A | --useragent | -k | --header | -I | --resolve | \
		-t | --timeout | --at | --retries)
		_mscep_complete value '' ''
		;;
	--onredirect)
		_mscep_complete words 'follow ok warning critical' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_crl_dp check_crl_dp

_check_mscep()
{
	local options='--url --hostname --port --ssl --path --ca-cert --insecure --client-cert --private-key --proxy
		--noproxy --useragent --header --onredirect --resolve --warning --critical --server
		--require-capability --forbid-capability --ca-ident --admin --long-url --compare-proxy --tls-warning
		--tls-critical --help --version --verbose --timeout --output-format --output-file --file-format --at
		--retries --extra-opts --use-ipv4 --use-ipv6 --exit-ok'

	case $(_mscep_option_of_value) in
	-u | --url | -H | --hostname | -p | --port | --path | -x | --proxy | --noproxy | -A | --useragent | -k | \
		--header | -I | --resolve | -w | --warning | -c | --critical | --require-capability | \
		--forbid-capability | --ca-ident | --tls-warning | --tls-critical | -t | --timeout | --at | --retries)
		_mscep_complete value '' ''
		;;
	--ca-cert | -J | --client-cert | -K | --private-key | --output-file)
		_mscep_complete file '' ''
		;;
	--onredirect)
		_mscep_complete words 'follow ok warning critical' ''
		;;
	--server)
		_mscep_complete words 'auto ndes intune generic' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_mscep check_mscep

_check_ndes_account()
{
	local options='--account --warning --critical --spn --forbid-group --ndes-host --hostname --domain --port --ssl
		--starttls --bind-dn --password-file --keytab --principal --allow-cleartext --ca-cert --insecure
		--tls-warning --tls-critical --help --version --verbose --timeout --output-format --output-file
		--file-format --at --retries --extra-opts --use-ipv4 --use-ipv6 --exit-ok'

	case $(_mscep_option_of_value) in
	--account | -w | --warning | -c | --critical | --spn | --forbid-group | --ndes-host | -H | --hostname | \
		--domain | -p | --port | -D | --bind-dn | --principal | --tls-warning | --tls-critical | -t | --timeout | \
		--at | --retries)
		_mscep_complete value '' ''
		;;
	--password-file | --keytab | --ca-cert | --output-file)
		_mscep_complete file '' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_ndes_account check_ndes_account

_check_ra_cert()
{
	local options='--url --hostname --port --ssl --path --ca-cert --insecure --client-cert --private-key --proxy
		--noproxy --useragent --header --onredirect --resolve --file --warning --critical --superseded
		--trust --pin --min-key-size --state-dir --ca-ident --help --version --verbose --timeout
		--output-format --output-file --file-format --at --retries --extra-opts --use-ipv4 --use-ipv6
		--exit-ok'

	case $(_mscep_option_of_value) in
	-u | --url | -H | --hostname | -p | --port | --path | -x | --proxy | --noproxy | -A | --useragent | -k | \
		--header | -I | --resolve | -w | --warning | -c | --critical | --pin | --min-key-size | --ca-ident | -t | \
		--timeout | --at | --retries)
		_mscep_complete value '' ''
		;;
	--ca-cert | -J | --client-cert | -K | --private-key | -f | --file | --trust | --state-dir | --output-file)
		_mscep_complete file '' ''
		;;
	--onredirect)
		_mscep_complete words 'follow ok warning critical' ''
		;;
	--superseded)
		_mscep_complete words 'ok warning' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_ra_cert check_ra_cert

_check_template_acl()
{
	local options='--template --account --ca --purpose --require-eku --require-right --posture --allow --explain
		--warning --critical --hostname --domain --port --ssl --starttls --bind-dn --password-file --keytab
		--principal --allow-cleartext --ca-cert --insecure --tls-warning --tls-critical --help --version
		--verbose --timeout --output-format --output-file --file-format --at --retries --extra-opts
		--use-ipv4 --use-ipv6 --exit-ok'

	case $(_mscep_option_of_value) in
	--template | --account | --ca | --require-eku | --require-right | --allow | -w | --warning | -c | \
		--critical | -H | --hostname | --domain | -p | --port | -D | --bind-dn | --principal | --tls-warning | \
		--tls-critical | -t | --timeout | --at | --retries)
		_mscep_complete value '' ''
		;;
	--purpose)
		_mscep_complete words 'device ra-signing ra-encryption none' ''
		;;
	--password-file | --keytab | --ca-cert | --output-file)
		_mscep_complete file '' ''
		;;
	--output-format | --file-format)
		_mscep_complete words 'nagios json prometheus checkmk' ''
		;;
	*) _mscep_complete option '' "$options" ;;
	esac
}
complete -F _check_template_acl check_template_acl
