/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Name resolution and connect, done here and not in libldap: so they are timed and told apart, keep to one address
 * family, share the time between several addresses, and give the socket a limit that holds for every read of libldap.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "net/ldap_job.h"
#include "net/resolve.h"

static inline void address_list_release(struct addrinfo *list)
{
	freeaddrinfo(list);
}
typedef struct addrinfo address_list;
DEFINE_AUTOFREE(address_list, address_list_release)

static bool resolve(struct ldap_job *job, const char *host, int port, address_list **ret_list)
{
	struct addrinfo hints = {.ai_family = job->batch->family, .ai_socktype = SOCK_STREAM};
	char service[8];
	const char *lacking;
	int code;

	snprintf(service, sizeof service, "%d", port);
	hints.ai_flags = AI_NUMERICSERV;
	code = getaddrinfo(host, service, &hints, ret_list);
	lacking = resolve_lacking(host, job->batch->family, code);
	if (code == EAI_MEMORY)
		return ldap_job_fails(job, LDAP_OUTCOME_SETUP, "%s", gai_strerror(code));
	if (lacking != NULL)
		return ldap_job_fails(job, LDAP_OUTCOME_NO_FAMILY, "%s", lacking);
	if (code != 0)
		return ldap_job_fails(job, LDAP_OUTCOME_NAME_NOT_FOUND, "%s", gai_strerror(code));
	return true;
}

static void show_address(struct ldap_job *job, const struct addrinfo *address)
{
	char host[LDAP_HOST_MAX - 32] = "?", service[8] = "?";

	getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof host, service, sizeof service,
		    NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(job->now.address, sizeof job->now.address, "%s port %s", host, service);
}

/* Returns 0 or the error, ETIMEDOUT for one that was not done in time. */
static int connect_until(int socket, const struct addrinfo *address, double until)
{
	struct pollfd wanted = {.fd = socket, .events = POLLOUT};
	int error = 0;
	socklen_t size = sizeof error;

	if (connect(socket, address->ai_addr, address->ai_addrlen) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	for (;;) {
		double left = until - deadline_clock();
		int ready = left > 0 ? poll(&wanted, 1, (int)ceil(left * 1000)) : 0;

		if (ready == 0)
			return ETIMEDOUT;
		if (ready > 0)
			break;
		if (errno != EINTR)
			return errno;
	}
	return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void ldap_job_limit(const struct ldap_job *job, int socket, double share)
{
	struct timeval left = ldap_job_share(job, share);

	setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &left, sizeof left);
	setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &left, sizeof left);
}

/*
 * Blocking, as libldap wants it; but no read or write may block beyond the deadline. Without TCP_NODELAY a search
 * behind a TLS handshake waits 40 ms for an acknowledgement.
 */
static void prepare_socket(const struct ldap_job *job, int socket)
{
	int on = 1;

	fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK);
	ldap_job_limit(job, socket, 1);
	setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static int try_address(struct ldap_job *job, const struct addrinfo *address, double until, int *ret_socket)
{
	int descriptor = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error = descriptor < 0 ? errno : connect_until(descriptor, address, until);

	if (error == 0) {
		prepare_socket(job, descriptor);
		show_address(job, address);
		*ret_socket = descriptor;
	} else if (descriptor >= 0) {
		close(descriptor);
	}
	return error;
}

static enum ldap_outcome outcome_of(int error)
{
	return error == ECONNREFUSED ? LDAP_OUTCOME_REFUSED
	       : error == ETIMEDOUT  ? LDAP_OUTCOME_TIMED_OUT
	       : error == EMFILE     ? LDAP_OUTCOME_SETUP
				     : LDAP_OUTCOME_UNREACHABLE;
}

/* Of several failures the most telling counts: a refusal, then silence, then no route. */
static int more_telling(int old, int new)
{
	if (old == 0 || (new != 0 && outcome_of(new) == LDAP_OUTCOME_REFUSED))
		return new;
	return outcome_of(old) == LDAP_OUTCOME_UNREACHABLE ? new : old;
}

static unsigned length_of(const struct addrinfo *list)
{
	unsigned count = 0;

	for (; list != NULL; list = list->ai_next)
		count++;
	return count;
}

void ldap_job_show_server(struct ldap_job *job, const char *host, int port)
{
	snprintf(job->now.server, sizeof job->now.server, "%.255s port %d", host, port);
}

bool ldap_job_open(struct ldap_job *job, int *ret_socket)
{
	autofree(address_list) *list = NULL;
	int telling = 0;

	ldap_job_show_server(job, job->url->lud_host, job->url->lud_port);
	ldap_job_enter(job, LDAP_PHASE_RESOLVE);
	if (!resolve(job, job->url->lud_host, job->url->lud_port, &list))
		return false;
	ldap_job_enter(job, LDAP_PHASE_CONNECT);
	for (const struct addrinfo *address = list; address != NULL; address = address->ai_next) {
		double share = ldap_job_left(job) / length_of(address);
		int error = try_address(job, address, deadline_clock() + share, ret_socket);

		if (error == 0)
			return true;
		telling = more_telling(telling, error);
	}
	return ldap_job_fails(job, outcome_of(telling), "%s", strerror(telling));
}
