/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http_server.h"

#include <poll.h>
#include <string.h>
#include <time.h>

#include <microhttpd.h>

#include "request_log.h"
#include "respond.h"
#include "tls.h"
#include "trouble.h"

#define UPLOAD_MAX (1024 * 1024)
/* Long URLs are part of what is tested: libmicrohttpd's own limit must not be met before those of the faults. */
#define CONNECTION_MEMORY (512 * 1024)

/* What a connection keeps from the request line to the end of the answer. */
struct exchange {
	char *target;
	bool begun;
	struct bytes upload;
};

static void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection)
{
	struct exchange *exchange = calloc(1, sizeof(*exchange));

	(void)context;
	(void)connection;
	if (!exchange)
		fatal("out of memory");
	exchange->target = text_format("%s", target);
	return exchange;
}

static void exchange_end(void *context, struct MHD_Connection *connection, void **exchange_place,
			 enum MHD_RequestTerminationCode code)
{
	struct exchange *exchange = *exchange_place;

	(void)context;
	(void)connection;
	(void)code;
	if (!exchange)
		return;
	free(exchange->target);
	bytes_release(&exchange->upload);
	free(exchange);
	*exchange_place = NULL;
}

/* Gives the body's bytes and then breaks the connection, for a Content-Length that promised more. */
static ssize_t body_read(void *context, uint64_t position, char *buffer, size_t room)
{
	const struct bytes *body = context;
	size_t left = body->length - (size_t)position;

	if (left == 0)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (left > room)
		left = room;
	memcpy(buffer, body->data + position, left);
	return (ssize_t)left;
}

static void body_free(void *context)
{
	bytes_release(context);
	free(context);
}

static struct MHD_Response *response_of_body(struct answer *answer)
{
	struct bytes *kept;

	if (answer->announced <= answer->body.length) {
		struct bytes body = bytes_take(&answer->body);

		return MHD_create_response_from_buffer(body.length, body.data, MHD_RESPMEM_MUST_FREE);
	}
	kept = calloc(1, sizeof(*kept));
	if (!kept)
		fatal("out of memory");
	*kept = bytes_take(&answer->body);
	return MHD_create_response_from_callback(answer->announced, 4096, body_read, kept, body_free);
}

static void date_add(struct MHD_Response *response, long offset)
{
	time_t when = time(NULL) + offset;
	char text[64];
	struct tm parts;

	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&when, &parts));
	MHD_add_response_header(response, "Date", text);
}

static enum MHD_Result answer_queue(struct MHD_Connection *connection, struct answer *answer, long date_offset)
{
	struct MHD_Response *response = response_of_body(answer);
	enum MHD_Result result;

	if (!response)
		fatal("no response could be made");
	date_add(response, date_offset);
	if (answer->server)
		MHD_add_response_header(response, "Server", answer->server);
	if (answer->type)
		MHD_add_response_header(response, "Content-Type", answer->type);
	for (size_t i = 0; i < answer->header_count; i++)
		MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
	result = MHD_queue_response(connection, answer->status, response);
	MHD_destroy_response(response);
	return result;
}

static void delay_wait(const struct simulator *simulator, enum operation operation)
{
	struct pollfd stop = { .fd = simulator->stop, .events = POLLIN };
	long milliseconds = options_delay(&simulator->options, operation);

	if (milliseconds > 0)
		poll(&stop, 1, (int)milliseconds);
}

static struct request request_read(const struct simulator *simulator, struct MHD_Connection *connection,
				   const struct exchange *exchange, const char *path, const char *method)
{
	bool tls = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_PROTOCOL) != NULL;

	return (struct request){
		.method = method,
		.target = exchange->target,
		.path = path,
		.word = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "operation"),
		.message = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "message"),
		.body = exchange->upload,
		.tls = tls,
		.client_certificate =
			tls && simulator->options.client_certificate && tls_client_certificate(connection),
	};
}

static enum MHD_Result request_handle(void *context, struct MHD_Connection *connection, const char *path,
				      const char *method, const char *version, const char *data, size_t *length,
				      void **exchange_place)
{
	struct simulator *simulator = context;
	struct exchange *exchange = *exchange_place;
	struct request request;
	struct answer answer;
	enum MHD_Result result;

	(void)version;
	if (!exchange->begun) {
		exchange->begun = true;
		return MHD_YES;
	}
	if (*length > 0) {
		if (exchange->upload.length + *length > UPLOAD_MAX)
			return MHD_NO;
		bytes_append(&exchange->upload, data, *length);
		*length = 0;
		return MHD_YES;
	}
	request = request_read(simulator, connection, exchange, path, method);
	answer = respond(simulator, &request);
	delay_wait(simulator, request_operation(&request));
	request_log_write(simulator->log, method, request.target, answer.status, answer.detail);
	result = answer_queue(connection, &answer, simulator->options.date_offset);
	answer_release(&answer);
	return result;
}

static void library_log(void *context, const char *format, va_list arguments)
{
	(void)context;
	if (getenv("NDES_SIM_VERBOSE"))
		vfprintf(stderr, format, arguments);
}

struct MHD_Daemon *http_server_start(struct simulator *simulator, int listener, bool tls)
{
	struct tls_setup setup = tls_setup_read(simulator);
	unsigned int flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL |
			     MHD_USE_ITC | MHD_USE_ERROR_LOG | MHD_USE_SUPPRESS_DATE_NO_CLOCK;
	struct MHD_OptionItem tls_items[] = {
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, setup.key },
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, setup.chain },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)setup.priorities },
		/* The list ends here unless clients are asked for a certificate. */
		{ setup.trust ? MHD_OPTION_HTTPS_MEM_TRUST : MHD_OPTION_END, 0, setup.trust },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem no_items[] = { { MHD_OPTION_END, 0, NULL } };
	struct MHD_Daemon *server = MHD_start_daemon(
		tls ? flags | MHD_USE_TLS : flags, 0, NULL, NULL, request_handle, simulator, MHD_OPTION_EXTERNAL_LOGGER,
		library_log, NULL, MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_URI_LOG_CALLBACK, exchange_begin,
		NULL, MHD_OPTION_NOTIFY_COMPLETED, exchange_end, NULL, MHD_OPTION_NOTIFY_CONNECTION,
		tls_connection_begin, simulator, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_ARRAY, tls ? tls_items : no_items, MHD_OPTION_END);

	tls_setup_release(&setup);
	if (!server)
		fatal("the %s server does not start", tls ? "https" : "http");
	return server;
}

void http_server_stop(struct MHD_Daemon *server)
{
	if (server)
		MHD_stop_daemon(server);
}
