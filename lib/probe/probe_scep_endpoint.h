/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks SCEP endpoints what can be asked without a key: GetCACaps, GetCACert, the bare URL, and on demand mscep_admin, a
 * long query and the same request without the proxy. All endpoints at once; one after the other on one endpoint.
 */
#ifndef PROBE_PROBE_SCEP_ENDPOINT_H
#define PROBE_PROBE_SCEP_ENDPOINT_H

#include "judge/scep_endpoint.h"
#include "net/http.h"

/* What is asked beside GetCACaps and GetCACert. */
struct scep_questions {
	const char *ca_identifier; /* message= */
	bool bare;
	const char *admin_path; /* NULL: not asked; "auto": beside the endpoint's own path */
	unsigned long_url;      /* kilobytes; 0: not asked */
	bool compare_proxy;
};

/* Returns an array as long as endpoints, in the run's arena. */
struct scep_endpoint *probe_scep_endpoints(const struct run *run, const struct http_options *options,
					   const struct http_endpoints *endpoints,
					   const struct scep_questions *questions);

#endif
