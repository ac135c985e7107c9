/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "judge/judge_aia.h"
#include "net/ldap_fetch.h"
#include "probe/crl_intake.h"

enum { QUICK_BYTES = 4096, AIA_BYTES_MAX = 256 * 1024 };

/* One turn of asking: what is asked, and where the answers belong. */
struct turn {
	struct crl_work *work;
	struct http_request *http;
	struct access **http_access;
	size_t http_count;
	struct ldap_request *ldap;
	struct access **ldap_access;
	size_t ldap_count;
	struct crl_intake *intakes;
	size_t intake_count;
};

/* --- what is asked --- */

static struct http_request *ask_http(struct turn *turn, struct access *access, size_t body_max)
{
	struct http_request *request = &turn->http[turn->http_count];

	turn->http_access[turn->http_count++] = access;
	*request = (struct http_request){
		.url = access->endpoint->url,
		.body_max = body_max,
		.anonymous = !access->typed,
	};
	return request;
}

static void ask_ldap(struct turn *turn, struct access *access, const char *attribute, uint64_t value_max, bool typed)
{
	struct ldap_request *request = &turn->ldap[turn->ldap_count];

	turn->ldap_access[turn->ldap_count++] = access;
	*request = (struct ldap_request){
		.url = access->uri,
		.attribute = attribute,
		.value_max = value_max < SIZE_MAX ? (size_t)value_max : SIZE_MAX,
		.login = typed,
	};
}

static void ask_place(struct turn *turn, struct list_place *place)
{
	const struct crl_questions *questions = turn->work->questions;
	struct crl_intake *intake = &turn->intakes[turn->intake_count++];
	struct http_request *request;

	crl_intake_prepare(intake, turn->work, place);
	if (place->access.kind == ACCESS_HTTP) {
		request = ask_http(turn, &place->access, 64 * 1024);
		request->sink = &intake->sink;
		if (questions->quick)
			request->range = text_format(turn->work->arena, "0-%d", QUICK_BYTES - 1);
	} else if (place->access.kind == ACCESS_LDAP) {
		ask_ldap(turn, &place->access, place->place.delta ? "deltaRevocationList" : "certificateRevocationList",
			 questions->max_size, place->access.typed);
	}
}

static void ask_lists(struct turn *turn)
{
	const struct crl_survey *survey = turn->work->survey;

	for (size_t i = turn->work->lists_judged; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++)
			if (survey->lists[i].places[k].twin == NULL)
				ask_place(turn, &survey->lists[i].places[k]);
}

static void ask_issuers(struct turn *turn)
{
	const struct crl_survey *survey = turn->work->survey;

	for (size_t i = turn->work->aia_fetched; i < survey->aia_count; i++) {
		struct access *access = &survey->aia[i].access;

		if (survey->aia[i].twin != NULL)
			continue;
		if (access->kind == ACCESS_HTTP)
			ask_http(turn, access, AIA_BYTES_MAX);
		else if (access->kind == ACCESS_LDAP)
			ask_ldap(turn, access, "cACertificate", AIA_BYTES_MAX, false);
	}
}

static void ask_responder(struct turn *turn, struct ocsp_check *check)
{
	struct http_request *request;
	struct octets bytes;

	if (check->access.kind != ACCESS_HTTP)
		return;
	check->access.why = ocsp_request_make(turn->work->arena, &check->place.query, &bytes);
	if (check->access.why != NULL) {
		check->access.kind = ACCESS_UNCHECKABLE;
		return;
	}
	request = ask_http(turn, &check->access, OCSP_RESPONSE_MAX + 1);
	request->post = bytes.bytes;
	request->post_length = bytes.length;
	request->post_type = "application/ocsp-request";
}

static void ask_responders(struct turn *turn)
{
	const struct crl_survey *survey = turn->work->survey;

	for (size_t i = turn->work->ocsp_fetched; i < survey->ocsp_count; i++)
		ask_responder(turn, &survey->ocsp[i]);
}

/* --- what came --- */

static bool is_whole(const struct http_answer *answer)
{
	return answer->outcome == HTTP_ANSWERED && (answer->status == 200 || answer->status == 206);
}

static void read_places(struct turn *turn)
{
	for (size_t i = 0; i < turn->intake_count; i++) {
		struct crl_intake *intake = &turn->intakes[i];
		double started = deadline_clock();

		if (intake->place->access.kind == ACCESS_HTTP)
			crl_intake_end(intake, is_whole(&intake->place->access.http));
		else if (intake->place->access.kind == ACCESS_LDAP)
			crl_intake_read_directory(intake);
		else if (intake->place->access.kind == ACCESS_LOCAL)
			crl_intake_read_file(intake);
		if (intake->place->access.kind == ACCESS_LOCAL)
			intake->place->access.total = deadline_clock() - started;
	}
}

/* The same URI was asked for another list: what came is the same. */
static void read_twin(struct list_place *place)
{
	const struct list_place *twin = place->twin;

	place->access.http = twin->access.http;
	place->access.ldap = twin->access.ldap;
	place->access.total = twin->access.total;
	place->place.fetched = twin->place.fetched;
	place->place.wrong = twin->place.wrong;
	place->place.fault = twin->place.fault;
	place->place.crl = twin->place.crl;
	place->place.serial_names = twin->place.serial_names;
	place->place.serial_owners = twin->place.serial_owners;
}

static void read_twins(struct crl_work *work)
{
	struct crl_survey *survey = work->survey;

	for (size_t i = work->lists_judged; i < survey->list_count; i++)
		for (size_t k = 0; k < survey->lists[i].count; k++)
			if (survey->lists[i].places[k].twin != NULL)
				read_twin(&survey->lists[i].places[k]);
}

/* Only the certificate whose key really signed the one that names the place may speak for its CA. */
static void take_issuer(struct crl_work *work, const struct aia_place *place)
{
	int index = judge_aia_issuer(work->arena, &place->set, place->certificate, work->run->now);
	struct certificate_set issuer = {.count = 1};

	if (index < 0)
		return;
	issuer.certificates = &place->set.certificates[index];
	certificate_set_add(work->arena, &work->survey->candidates, &issuer);
}

static void read_issuer(struct crl_work *work, struct aia_check *check)
{
	struct aia_place *place = &check->place;
	const struct http_answer *http = &check->access.http;
	const struct ldap_answer *ldap = &check->access.ldap;
	struct certificate_set one;

	if (check->twin != NULL) {
		check->access.http = check->twin->access.http;
		check->access.ldap = check->twin->access.ldap;
		check->access.total = check->twin->access.total;
	}
	if (check->access.kind == ACCESS_HTTP && is_whole(http)) {
		place->fetched = true;
		place->wrong = certificate_set_parse(work->arena, http->body, http->length, &place->set, &place->fault);
	}
	for (size_t i = 0;
	     check->access.kind == ACCESS_LDAP && ldap->outcome == LDAP_OUTCOME_READ && i < ldap->value_count; i++) {
		place->fetched = true;
		place->wrong = certificate_set_parse(work->arena, ldap->values[i].octets, ldap->values[i].length, &one,
						     &place->fault);
		if (place->wrong == NULL)
			place->wrong = certificate_set_add(work->arena, &place->set, &one);
	}
	if (place->fetched && place->wrong == NULL)
		take_issuer(work, place);
}

static void read_response(struct crl_work *work, struct ocsp_check *check)
{
	const struct http_answer *http = &check->access.http;
	struct ocsp_place *place = &check->place;

	if (check->access.kind != ACCESS_HTTP || !is_whole(http))
		return;
	place->fetched = true;
	place->wrong = ocsp_response_parse(work->arena, &place->query, http->body, http->length, &place->response,
					   &place->fault);
}

static void take_answers(struct turn *turn)
{
	struct crl_work *work = turn->work;
	struct crl_survey *survey = work->survey;

	for (size_t i = 0; i < turn->http_count; i++) {
		turn->http_access[i]->http = turn->http[i].answer;
		turn->http_access[i]->total = turn->http[i].answer.total;
	}
	for (size_t i = 0; i < turn->ldap_count; i++) {
		turn->ldap_access[i]->ldap = turn->ldap[i].answer;
		turn->ldap_access[i]->total = turn->ldap[i].answer.total;
	}
	read_places(turn);
	read_twins(work);
	for (; work->aia_fetched < survey->aia_count; work->aia_fetched++)
		read_issuer(work, &survey->aia[work->aia_fetched]);
	for (; work->ocsp_fetched < survey->ocsp_count; work->ocsp_fetched++)
		read_response(work, &survey->ocsp[work->ocsp_fetched]);
	work->lists_judged = survey->list_count;
}

static size_t count_places(const struct crl_work *work)
{
	const struct crl_survey *survey = work->survey;
	size_t count = 1 + survey->aia_count - work->aia_fetched + survey->ocsp_count - work->ocsp_fetched;

	for (size_t i = work->lists_judged; i < survey->list_count; i++)
		count += survey->lists[i].count;
	return count;
}

static struct turn turn_create(struct crl_work *work, size_t count)
{
	return (struct turn){
		.work = work,
		.http = arena_allocate(work->arena, count * sizeof(struct http_request)),
		.http_access = arena_allocate(work->arena, count * sizeof(struct access *)),
		.ldap = arena_allocate(work->arena, count * sizeof(struct ldap_request)),
		.ldap_access = arena_allocate(work->arena, count * sizeof(struct access *)),
		.intakes = arena_allocate(work->arena, count * sizeof(struct crl_intake)),
	};
}

void crl_work_fetch(struct crl_work *work)
{
	struct turn turn = turn_create(work, count_places(work));
	const struct ldap_options ldap = {
		.host = work->questions->ldap_host,
		.domain = work->questions->domain,
		.bind_dn = work->questions->login->bind_dn,
		.password = work->questions->login->password.bytes,
		.password_length = work->questions->login->password.length,
		.starttls = work->questions->login->starttls,
		.allow_cleartext = work->questions->login->allow_cleartext,
		.ca_cert = work->options->ca_cert,
		.insecure = work->options->insecure,
	};
	struct ldap_fetch *directory = NULL;

	ask_lists(&turn);
	ask_issuers(&turn);
	ask_responders(&turn);
	if (turn.ldap_count != 0)
		directory = ldap_fetch_begin(work->run, &ldap, turn.ldap, turn.ldap_count);
	if (turn.http_count != 0)
		http_fetch(work->run, work->options, turn.http, turn.http_count);
	if (directory != NULL)
		ldap_fetch_end(directory);
	take_answers(&turn);
}

static bool refuses_nonce(const struct ocsp_check *check)
{
	return check->place.fetched && check->place.wrong == NULL && check->place.query.nonce.bytes != NULL &&
	       check->place.response.answer == OCSP_MALFORMED_REQUEST;
}

void crl_work_fetch_without_nonce(struct crl_work *work)
{
	struct crl_survey *survey = work->survey;
	struct turn turn = turn_create(work, survey->ocsp_count + 1);

	for (size_t i = 0; i < survey->ocsp_count; i++) {
		if (!refuses_nonce(&survey->ocsp[i]))
			continue;
		survey->ocsp[i].place.nonce_refused = true;
		survey->ocsp[i].place.fetched = false;
		survey->ocsp[i].place.query.nonce = (struct octets){0};
		ask_responder(&turn, &survey->ocsp[i]);
	}
	if (turn.http_count == 0)
		return;
	http_fetch(work->run, work->options, turn.http, turn.http_count);
	take_answers(&turn);
	for (size_t i = 0; i < survey->ocsp_count; i++)
		if (survey->ocsp[i].place.nonce_refused)
			read_response(work, &survey->ocsp[i]);
}
