# SPDX-License-Identifier: GPL-3.0-or-later
# Not run: no Windows host was at hand. Its syntax was parsed, its calls are those of Microsoft's documentation. Run it by
# hand first (README.md), as administrator: without, it says UNKNOWN for what it may not read.
<#
.SYNOPSIS
What no check from outside sees: the state of NDES, CA or client on the Windows host itself.

.DESCRIPTION
Prints one line as monitoring plugins do, then a line for each finding with its remedy; exits with 0 OK, 1 WARNING,
2 CRITICAL, 3 UNKNOWN. It changes nothing. For PowerShell 5.1 of Windows Server 2016 and newer.

  -Role ndes     services W3SVC and WAS, application pool and its identity (IIS_IUSRS, log-on rights), limits of IIS and
                 http.sys, template names in the registry, events of NDES, events of CAPI2
  -Role ca       service CertSvc, events of CAPI2
  -Role client   events 86 and 87 (SCEP enrolment failed)

.PARAMETER Role
ndes, ca or client.
.PARAMETER Minutes
Events that are older do not count.
.PARAMETER Pool
Name of the application pool of NDES.
.PARAMETER Site
Name of the site that holds CertSrv/mscep.
.PARAMETER TextFile
Also writes the result for windows_exporter's textfile collector, complete or not at all: a name that ends with .prom.

.EXAMPLE
powershell.exe -NoProfile -File check_scep_windows.ps1 -Role ndes -Minutes 1440
#>
[CmdletBinding()]
param(
	[Parameter(Mandatory = $true)][ValidateSet('ndes', 'ca', 'client')][string]$Role,
	[ValidateRange(1, 525600)][int]$Minutes = 60,
	[string]$Pool = 'SCEP',
	[string]$Site = 'Default Web Site',
	[string]$TextFile = ''
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
try {
	[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding($false)
} catch {
	Write-Verbose 'there is no console'
}

$Words = @('OK', 'WARNING', 'CRITICAL', 'UNKNOWN')
# the worst of several: UNKNOWN before WARNING, CRITICAL before all
$Severity = @(0, 1, 3, 2)
$IisUsers = 'S-1-5-32-568'
$ChainLog = 'Microsoft-Windows-CAPI2/Operational'
$Findings = New-Object System.Collections.ArrayList
$EventCounts = New-Object System.Collections.ArrayList

# --- findings ---

# Neither a second bar nor a backslash: front ends make a line break of \n in CONTOSO\ndes.
function ConvertTo-Sentence([string]$Text) {
	return ($Text -replace '\s+', ' ' -replace '\\', '/' -replace '\|', '!' -replace '<', '(' -replace '>', ')').Trim()
}

function Add-Finding([string]$Id, [int]$State, [string]$Sentence, [string]$Remedy = '') {
	[void]$Findings.Add((New-Object PSObject -Property @{
		Id = $Id; State = $State; Sentence = (ConvertTo-Sentence $Sentence); Remedy = (ConvertTo-Sentence $Remedy)
	}))
}

# What can't be read is a finding of its own, and the rest goes on.
function Invoke-Check([string]$Id, [scriptblock]$Check) {
	try {
		& $Check
	} catch {
		Add-Finding $Id 3 "$Id could not be checked: $($_.Exception.Message)" 'run it as administrator'
	}
}

# --- services ---

function Test-WindowsService([string]$Name, [string]$Remedy) {
	$service = Get-Service -Name $Name
	if ($service.Status -eq 'Running') {
		Add-Finding "service_$($Name.ToLower())" 0 "the service $Name runs"
	} else {
		Add-Finding "service_$($Name.ToLower())" 2 "the service $Name is $($service.Status)" $Remedy
	}
}

# --- the application pool and its identity ---

function Test-Pool {
	$state = (Get-WebAppPoolState -Name $Pool).Value
	if ($state -eq 'Started') {
		Add-Finding 'pool' 0 "the application pool $Pool is started"
	} else {
		Add-Finding 'pool' 2 "the application pool $Pool is $state" ("Start-WebAppPool $Pool; if it stops again, " +
			'look at events 5021, 5057, 5059 of WAS in the log System: password or rights of its identity')
	}
}

# The name of a domain account or gMSA; nothing for the built-in identities, which IIS itself gives what they need.
function Get-PoolAccount {
	$model = (Get-Item -Path "IIS:\AppPools\$Pool").processModel
	if ([string]$model.identityType -ne 'SpecificUser') {
		return ''
	}
	return [string]$model.userName
}

function Get-AccountSid([string]$Account) {
	$name = New-Object System.Security.Principal.NTAccount($Account)
	return $name.Translate([System.Security.Principal.SecurityIdentifier]).Value
}

# The SIDs that its log-on would have. Known: did Windows tell its groups?
function Get-Token([string]$Account, [string]$Sid) {
	$sids = @($Sid, 'S-1-1-0', 'S-1-5-11', $IisUsers)
	$known = $false
	try {
		$parts = $Account -split '\\', 2
		$principal = $Account
		if ($parts.Count -eq 2) {
			$principal = '{0}@{1}' -f $parts[1], $parts[0]
		}
		$identity = New-Object System.Security.Principal.WindowsIdentity($principal)
		$sids += @($identity.Groups | ForEach-Object { $_.Value })
		$known = $true
	} catch {
		Write-Verbose "the groups of $Account are not known: $($_.Exception.Message)"
	}
	return New-Object PSObject -Property @{ Account = $Account; Sids = $sids; Known = $known }
}

function Test-Group([string]$Account, [string]$Sid) {
	$members = @(Get-LocalGroupMember -SID $IisUsers | ForEach-Object { $_.SID.Value })
	if ($members -contains $Sid) {
		Add-Finding 'iis_iusrs' 0 "$Account is a member of IIS_IUSRS"
	} else {
		Add-Finding 'iis_iusrs' 1 "$Account is no direct member of IIS_IUSRS" `
			"Add-LocalGroupMember -SID $IisUsers -Member '$Account'; then recycle the pool $Pool"
	}
}

# Right -> SIDs and names that have it
function Get-UserRights {
	$file = [System.IO.Path]::GetTempFileName()
	try {
		& "$env:SystemRoot\System32\secedit.exe" /export /areas USER_RIGHTS /cfg $file /quiet | Out-Null
		if ($LASTEXITCODE -ne 0) {
			throw "secedit ended with $LASTEXITCODE"
		}
		$rights = @{}
		foreach ($line in Get-Content -Path $file) {
			if ($line -match '^(Se\w+) = (.*)$') {
				$rights[$Matches[1]] = @($Matches[2] -split ',' | ForEach-Object { $_.Trim().TrimStart('*') })
			}
		}
		return $rights
	} finally {
		Remove-Item -Path $file -ErrorAction SilentlyContinue
	}
}

function Test-Held($Rights, [string]$Right, $Token) {
	return $Rights.ContainsKey($Right) -and @($Rights[$Right] | Where-Object { $Token.Sids -contains $_ }).Count -gt 0
}

function Test-Right($Rights, [string]$Right, $Token, [string]$Meaning) {
	$remedy = "secpol.msc, Local Policies, User Rights Assignment, $Meaning; or the group policy that sets it"
	if (Test-Held $Rights $Right $Token) {
		Add-Finding $Right.ToLower() 0 "$($Token.Account) has the right '$Meaning'"
	} elseif ($Token.Known) {
		Add-Finding $Right.ToLower() 2 "$($Token.Account) has not the right '$Meaning' ($Right)" $remedy
	} else {
		Add-Finding $Right.ToLower() 1 "'$Meaning' ($Right) is not given to $($Token.Account), unless by a group" $remedy
	}
}

function Test-Denial($Rights, [string]$Right, $Token, [string]$Meaning) {
	if (Test-Held $Rights $Right $Token) {
		Add-Finding $Right.ToLower() 2 "$($Token.Account) is denied by '$Meaning' ($Right)" `
			"take it, or the group it is in, out of secpol.msc, User Rights Assignment, $Meaning"
	}
}

function Test-Rights([string]$Account, [string]$Sid) {
	$rights = Get-UserRights
	$token = Get-Token $Account $Sid
	Test-Right $rights 'SeImpersonatePrivilege' $token 'Impersonate a client after authentication'
	if ($Account.EndsWith('$')) {
		Test-Right $rights 'SeServiceLogonRight' $token 'Log on as a service'
		Test-Denial $rights 'SeDenyServiceLogonRight' $token 'Deny log on as a service'
	} else {
		Test-Right $rights 'SeBatchLogonRight' $token 'Log on as a batch job'
		Test-Denial $rights 'SeDenyBatchLogonRight' $token 'Deny log on as a batch job'
	}
}

function Test-Identity {
	$account = Get-PoolAccount
	if ($account -eq '') {
		Add-Finding 'identity' 0 "the pool $Pool runs as a built-in identity"
		return
	}
	$sid = Get-AccountSid $account
	Invoke-Check 'iis_iusrs' { Test-Group $account $sid }
	Invoke-Check 'rights' { Test-Rights $account $sid }
}

# --- limits and names ---

function Test-Limit([string]$Id, [string]$Name, [long]$Value, [string]$Remedy) {
	if ($Value -ge 65534) {
		Add-Finding $Id 0 "$Name is $Value"
	} else {
		Add-Finding $Id 1 "$Name is ${Value}: long requests by GET are refused with 404, 400 or 414" $Remedy
	}
}

function Test-HttpLimits {
	$path = 'HKLM:\SYSTEM\CurrentControlSet\Services\HTTP\Parameters'
	$values = Get-ItemProperty -Path $path
	foreach ($name in 'MaxFieldLength', 'MaxRequestBytes') {
		$value = 16384 # the default of http.sys
		if ($values.PSObject.Properties.Name -contains $name) {
			$value = $values.$name
		}
		Test-Limit "http_$($name.ToLower())" "$name of http.sys" $value `
			"New-ItemProperty -Path $path -Name $name -PropertyType DWord -Value 65534 -Force; then restart the server"
	}
}

function Test-IisLimits {
	$filter = 'system.webServer/security/requestFiltering/requestLimits'
	foreach ($name in 'maxUrl', 'maxQueryString') {
		$property = Get-WebConfigurationProperty -PSPath "IIS:\Sites\$Site" -Filter $filter -Name $name
		Test-Limit "iis_$($name.ToLower())" "$name of the site $Site" $property.Value `
			'IIS Manager, the site, Request Filtering, Edit Feature Settings: 65534'
	}
}

function Test-TemplateNames {
	$values = Get-ItemProperty -Path 'HKLM:\SOFTWARE\Microsoft\Cryptography\MSCEP'
	$names = foreach ($name in 'SignatureTemplate', 'EncryptionTemplate', 'GeneralPurposeTemplate') {
		if ($values.PSObject.Properties.Name -contains $name) {
			"$name $($values.$name)"
		}
	}
	$names = @($names)
	if ($names.Count -lt 3 -or ($names -match 'IPSECIntermediateOffline')) {
		Add-Finding 'templates' 1 "the template names below MSCEP are those of the installation: $($names -join ', ')" `
			'set them below HKLM, Software, Microsoft, Cryptography, MSCEP; then recycle the pool'
	} else {
		Add-Finding 'templates' 0 "templates: $($names -join ', ')"
	}
}

# --- events ---

# No event is no error.
function Get-Events($Filter) {
	$Filter.StartTime = (Get-Date).AddMinutes(-$Minutes)
	try {
		return @(Get-WinEvent -FilterHashtable $Filter)
	} catch {
		if ($_.FullyQualifiedErrorId -like 'NoMatchingEventsFound*') {
			return @()
		}
		throw
	}
}

function Test-Events([string]$Id, [string]$Name, $Events, [int]$State, [string]$Remedy) {
	$Events = @($Events | Where-Object { $null -ne $_ })
	[void]$EventCounts.Add((New-Object PSObject -Property @{ Id = $Id; Count = $Events.Count }))
	if ($Events.Count -eq 0) {
		Add-Finding $Id 0 "no $Name in the last $Minutes minutes"
		return
	}
	$numbers = ($Events | Group-Object -Property Id | ForEach-Object { '{0} ({1} times)' -f $_.Name, $_.Count }) -join ', '
	$text = [string]$Events[0].Message
	if ($text.Length -gt 200) {
		$text = $text.Substring(0, 200)
	}
	Add-Finding $Id $State "$Name in the last $Minutes minutes: $numbers; the newest: $text" $Remedy
}

function Test-NdesEvents {
	$found = Get-Events @{
		LogName = 'Application'; ProviderName = 'Microsoft-Windows-NetworkDeviceEnrollmentService'
		Id = 2, 4, 6, 7, 8, 10, 18, 28, 31, 53
	}
	Test-Events 'events_ndes' 'events of NDES' $found 2 'look up the numbers in contrib/windows-agents/README.md'
}

function Test-ClientEvents {
	$found = Get-Events @{
		LogName = 'Application'; ProviderName = 'Microsoft-Windows-CertificateServicesClient-CertEnroll'; Id = 86, 87
	}
	Test-Events 'events_client' 'failed SCEP enrolments' $found 2 `
		'the text names URL, stage and code: mscep-causes(7) explains them'
}

# It is off by default, and anybody's failed chain is in it: only those of NDES and of the CA count.
function Test-ChainEvents {
	if (-not (Get-WinEvent -ListLog $ChainLog).IsEnabled) {
		Add-Finding 'events_capi2' 0 "the log of CAPI2 is off (on: wevtutil sl $ChainLog /e:true)"
		return
	}
	$found = Get-Events @{ LogName = $ChainLog; Level = 2; Id = 11, 30, 41, 42, 53 }
	$ours = @($found | Where-Object { $_.ToXml() -match 'ProcessName=.(w3wp|certsrv)\.exe' })
	Test-Events 'events_capi2' 'failed chains and revocation checks of w3wp or certsrv' $ours 1 `
		'check_crl_dp on the certificate that the event names; certutil -verify -urlfetch FILE'
}

# --- everything ---

function Test-Ndes {
	foreach ($name in 'W3SVC', 'WAS') {
		Invoke-Check "service_$($name.ToLower())" { Test-WindowsService $name "Start-Service $name; see the log System" }
	}
	Invoke-Check 'iis' { Import-Module WebAdministration }
	Invoke-Check 'pool' { Test-Pool }
	Invoke-Check 'identity' { Test-Identity }
	Invoke-Check 'iis_limits' { Test-IisLimits }
	Invoke-Check 'http_limits' { Test-HttpLimits }
	Invoke-Check 'templates' { Test-TemplateNames }
	Invoke-Check 'events_ndes' { Test-NdesEvents }
	Invoke-Check 'events_capi2' { Test-ChainEvents }
}

function Test-Ca {
	Invoke-Check 'service_certsvc' {
		Test-WindowsService 'CertSvc' 'Start-Service CertSvc; if it stops again, the CA may not get its own list: certutil -crl'
	}
	Invoke-Check 'events_capi2' { Test-ChainEvents }
}

function Get-Worst {
	return @($Findings | Sort-Object -Property @{ Expression = { $Severity[$_.State] }; Descending = $true })[0]
}

function Write-TextFile($Worst) {
	$lines = @(
		'# HELP mscep_host_state State of the host: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.'
		'# TYPE mscep_host_state gauge'
		('mscep_host_state{{role="{0}"}} {1}' -f $Role, $Worst.State)
		'# HELP mscep_host_finding_state State of one finding: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.'
		'# TYPE mscep_host_finding_state gauge'
	)
	$lines += @($Findings | ForEach-Object { 'mscep_host_finding_state{{role="{0}",id="{1}"}} {2}' -f $Role, $_.Id, $_.State })
	if ($EventCounts.Count -gt 0) {
		$lines += '# HELP mscep_host_events Events of this kind within the minutes that the script looks back.'
		$lines += '# TYPE mscep_host_events gauge'
		$lines += @($EventCounts | ForEach-Object { 'mscep_host_events{{role="{0}",id="{1}"}} {2}' -f $Role, $_.Id, $_.Count })
	}
	$lines += '# HELP mscep_host_last_run_timestamp_seconds When the script ran; alert on its age.'
	$lines += '# TYPE mscep_host_last_run_timestamp_seconds gauge'
	$lines += 'mscep_host_last_run_timestamp_seconds{{role="{0}"}} {1}' -f $Role, [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
	$temporary = "$TextFile.$PID"
	[System.IO.File]::WriteAllText($temporary, (($lines -join "`n") + "`n"), (New-Object System.Text.UTF8Encoding($false)))
	Move-Item -Path $temporary -Destination $TextFile -Force
}

function Write-Result($Worst) {
	$perfdata = @($EventCounts | ForEach-Object { '{0}={1};;;0' -f $_.Id, $_.Count }) -join ' '
	if ($perfdata -ne '') {
		$perfdata = " |$perfdata"
	}
	$text = "the $Role host: $($Findings.Count) things looked at"
	if ($Worst.State -ne 0) {
		$text = $Worst.Sentence
	}
	Write-Output "SCEP_WINDOWS $($Words[$Worst.State]) - $text$perfdata"
	foreach ($finding in $Findings | Sort-Object -Property @{ Expression = { $Severity[$_.State] }; Descending = $true }) {
		Write-Output "[$($Words[$finding.State])] $($finding.Sentence)"
		if ($finding.State -ne 0 -and $finding.Remedy -ne '') {
			Write-Output "    Remedy: $($finding.Remedy)"
		}
	}
}

switch ($Role) {
	'ndes' { Test-Ndes }
	'ca' { Test-Ca }
	'client' { Invoke-Check 'events_client' { Test-ClientEvents } }
}
if ($TextFile -ne '') {
	Invoke-Check 'textfile' { Write-TextFile (Get-Worst) }
}
$worst = Get-Worst
Write-Result $worst
exit $worst.State
