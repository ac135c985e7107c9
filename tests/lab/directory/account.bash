# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # status, questions, login: shared with the files that are loaded
# What the tests of check_ndes_account with stub_directory.py share. Source it behind common.bash and directory.bash.
#
#	domain [OPTION...] <<END   a directory with these statements of population.py behind the prelude
#	asks [ARGUMENT...]         check_ndes_account there as monitor, for svc_ndes, with -t 5; it keeps the time
#	                           limit and the password, and does not crash
#	about NAME [ARGUMENT...]   the same for another account
#	not_ok                     a verdict, but none that all is well, nor that it was never asked
#	no_verdict                 nothing is said of the account by a directory that did not say it

# What every domain begins with: svc_ndes and gmsa$ are healthy. user(NAME, ATTRIBUTES) is another healthy one.
prelude='import time
now = int((time.time() + 11644473600) * 10**7)
day = 864000000000
never = 2**63 - 1
count = [2000]
WELL = {"userAccountControl": 512, "msDS-User-Account-Control-Computed": 0, "pwdLastSet": now - day,
        "accountExpires": never, "msDS-UserPasswordExpiryTimeComputed": now + 41 * day, "lockoutTime": 0,
        "badPwdCount": 0, "badPasswordTime": 0}
GMSA = {"objectClass": ["top", "person", "organizationalPerson", "user", "computer",
                        "msDS-GroupManagedServiceAccount"],
        **WELL, "userAccountControl": 4096, "msDS-UserPasswordExpiryTimeComputed": never,
        "msDS-ManagedPasswordInterval": 30, "msDS-GroupMSAMembership": sd("O:BAD:(A;;0xF01FF;;;NDES1$)")}
def user(name, attributes, well=WELL):
    count[0] += 1
    account(name, count[0], {**well, **{key: values_of(value) for key, value in attributes.items()
                                        if value is not None}}, computer=well is GMSA)
    change(name, {key: None for key, value in attributes.items() if value is None})
change("svc_ndes", {**WELL, "servicePrincipalName": ["HTTP/ndes.lab.test"]})
change(DOMAIN, {"lockoutDuration": -18000000000, "lockoutThreshold": 5})
user("gmsa$", {}, GMSA)
'

domain() {
	directory "$@" <<<"$prelude$(cat)"
}

asks() {
	local argument before="" limit=5 login

	for argument; do
		[[ $before != -t ]] || limit=${argument%:*}
		before=$argument
	done
	[[ $* == *"-t "* ]] || set -- -t 5 "$@"
	directory_login
	check ndes_account "${login[@]}" "$@" || return
	never_says "$directory_password" "runtime error" || return
	if grep -qF -e "$directory_password" -e Sanitizer "$BATS_TEST_TMPDIR/stderr"; then
		failed "stderr: $(head -c 500 "$BATS_TEST_TMPDIR/stderr")" || return
	fi
	if grep "STUB FAULT" "$questions"; then
		failed "the stub has a fault" || return
	fi
	within $((limit * 1500 + 1000))
}

about() {
	local account=$1

	shift
	asks --account="$account" "$@"
}

not_ok() {
	((status == 1 || status == 2 || status == 3)) || failed "exit code $status" || return
	never_says "usage: "
}

no_verdict() {
	not_ok && never_says ACCOUNT- "is enabled" || return
	unmeasured password_remaining account_remaining
}
