/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "respond.h"

#include <string.h>

#include "canned.h"
#include "capabilities.h"
#include "certificate_set.h"
#include "crl.h"
#include "page.h"
#include "pki_operation.h"
#include "redirect.h"
#include "trouble.h"

enum operation request_operation(const struct request *request)
{
	return operation_of(redirect_strip(request->path), request->word);
}

static struct answer admin_refuse(void)
{
	struct answer answer = answer_make(401, "<html><body>401 - Unauthorized</body></html>");

	answer_header(&answer, "WWW-Authenticate", "Negotiate");
	answer_header(&answer, "WWW-Authenticate", "NTLM");
	return answer;
}

static struct answer admin_answer(struct simulator *simulator)
{
	autofree(char) *password = NULL;

	if (!fault_at(&simulator->options.faults, FAULT_ADMIN_OPEN, OPERATION_ADMIN))
		return admin_refuse();
	password = challenge_create(&simulator->challenges);
	if (!password)
		return answer_make(500, "<html><body>The password cache of the simulator is full.</body></html>");
	return page_password(&simulator->options, simulator->authority.ca.certificate, password);
}

static struct answer admin_slash_answer(void)
{
	struct answer answer =
		answer_make(301, "<head><title>Document Moved</title></head>\n<body>Object Moved</body>");

	answer_header(&answer, "Location", "/certsrv/mscep_admin/");
	return answer;
}

/* IIS refuses with 403.7 after a handshake in which the client had no certificate to show. */
static struct answer client_certificate_refuse(void)
{
	return answer_make(403, "<html><body>403 - Forbidden: this needs a client certificate.</body></html>");
}

static struct answer healthy_answer(struct simulator *simulator, const struct request *request,
				    enum operation operation)
{
	switch (operation) {
	case OPERATION_CAPABILITIES:
		return capabilities_answer(&simulator->options);
	case OPERATION_CERTIFICATES:
		return certificate_set_answer(&simulator->authority, &simulator->options);
	case OPERATION_MESSAGE:
		return pki_operation_answer(simulator, request);
	case OPERATION_PAGE:
	case OPERATION_FOLDER:
		return page_landing(&simulator->options);
	case OPERATION_ADMIN:
		return admin_answer(simulator);
	case OPERATION_ADMIN_SLASH:
		return admin_slash_answer();
	case OPERATION_FILES:
		return crl_answer(simulator, redirect_strip(request->path) + strlen("/CertEnroll/"));
	case OPERATION_NEXT_CERTIFICATES:
	case OPERATION_UNKNOWN:
		return answer_make(500, "<html><body>500 - Internal server error.</body></html>");
	default:
		return answer_make(404, "<html><body>404 - File or directory not found.</body></html>");
	}
}

struct answer respond(struct simulator *simulator, const struct request *request)
{
	const struct options *options = &simulator->options;
	enum operation operation = request_operation(request);
	struct answer answer;

	if (!canned_answer(&options->faults, operation, request->target, &answer) &&
	    !redirect_answer(simulator, request, operation, &answer)) {
		if (request->tls && options->client_certificate && !request->client_certificate)
			answer = client_certificate_refuse();
		else
			answer = healthy_answer(simulator, request, operation);
	}
	if (fault_at(&options->faults, FAULT_HOSTILE_HEADERS, operation)) {
		answer.server = "Hostile|a=1;2 <script>alert(1)</script> \033[31m \xff\xfe C:\\new";
		answer_header(&answer, "X-Hostile", "| <script>alert(2)</script> \033]0;title\007");
	}
	return answer;
}
