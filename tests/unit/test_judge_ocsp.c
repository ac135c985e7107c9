/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an administrator is told about an OCSP answer: facts as literals, at a fixed time. */
#include "suite.h"

#include "judge/judge_ocsp.h"

#define NOW INT64_C(1800000000) /* 2027-01-15 08:00 UTC */

enum { HOUR = 3600, DAY = 86400 };

#define OCTETS(text) \
	{ \
		(const unsigned char *)(text), sizeof(text) - 1 \
	}

static const struct certificate leaf = {.subject = "CN=leaf", .serial = "4700000002"};

static const struct certificate ca = {
	.subject = "CN=CORP-CA", .subject_name = OCTETS("CORP-CA"), .subject_key_id = OCTETS("\xAA\xAA")};

/* Of two weeks, as AD CS issues them. */
static const struct certificate responder = {.subject = "CN=OCSP1",
					     .issuer = "CN=CORP-CA",
					     .subject_name = OCTETS("OCSP1"),
					     .issuer_name = OCTETS("CORP-CA"),
					     .authority_key_id = OCTETS("\xAA\xAA"),
					     .not_before = NOW - 7 * DAY,
					     .not_after = NOW + 7 * DAY};

/* A good answer of the CA itself, an hour old, with a week to go. */
static struct ocsp_place place_make(void)
{
	return (struct ocsp_place){
		.uri = "http://ocsp.test/ocsp",
		.object = "ocsp1",
		.fetched = true,
		.query = {.certificate = &leaf, .issuer = &ca},
		.response = {.responder = "CN=CORP-CA",
			     .produced_at = NOW - HOUR,
			     .signature_algorithm = "sha256WithRSAEncryption",
			     .by_issuer = true,
			     .signer = &ca,
			     .signer_issued = true,
			     .signer_may = true,
			     .found = true,
			     .reason = -1,
			     .this_update = NOW - HOUR,
			     .has_next_update = true,
			     .next_update = NOW + 7 * DAY},
	};
}

static struct ocsp_place place_delegated(const struct certificate *signer)
{
	struct ocsp_place place = place_make();

	place.response.responder = signer->subject;
	place.response.by_issuer = false;
	place.response.signer = signer;
	place.response.signer_no_check = true;
	return place;
}

static struct finding *judge_with(struct arena *arena, const struct ocsp_place *place, const struct ocsp_policy *policy)
{
	struct finding *finding = finding_add(findings_create(arena), "ocsp1", "OCSP responder");
	struct ocsp_place *kept = arena_allocate(arena, sizeof *kept);

	*kept = *place;
	judge_ocsp(kept, policy, NOW, finding);
	return finding;
}

static struct finding *judge(struct arena *arena, const struct ocsp_place *place)
{
	return judge_with(arena, place, &(struct ocsp_policy){0});
}

static const struct finding *child(const struct finding *finding, const char *id)
{
	for (const struct finding *at = finding->children; at != NULL; at = at->next)
		if (strcmp(at->id, id) == 0)
			return at;
	return NULL;
}

static const struct measure *measure(const struct finding *finding, const char *label)
{
	for (const struct measure *at = finding->measures; at != NULL; at = at->next)
		if (strcmp(at->label, label) == 0)
			return at;
	return NULL;
}

static bool notes(const struct finding *finding, const char *words)
{
	for (const struct note *at = finding->notes; at != NULL; at = at->next)
		if (strstr(at->text, words) != NULL)
			return true;
	return false;
}

#define assert_finding(got, status_, cause_, words) \
	do { \
		const struct finding *finding_ = (got); \
		assert_non_null(finding_); \
		assert_row_int(finding_->sentence, finding_->status, status_); \
		assert_row_text(finding_->sentence, cause_id(finding_->cause), cause_id(cause_)); \
		assert_contains(finding_->sentence, words); \
	} while (0)

static void a_good_answer(void **state)
{
	struct ocsp_place place = place_make();
	struct finding *finding = judge(*state, &place);

	assert_finding(finding, STATUS_OK, CAUSE_NONE, "good; the answer of 2027-01-15 07:00 UTC is valid for 7 days");
	assert_contains(finding->sentence, "signed by CN=CORP-CA");
	assert_null(finding->children);
	assert_true(measure(finding, "ocsp1_remaining")->value == 7 * DAY);
	assert_string_equal(measure(finding, "ocsp1_remaining")->critical, "0:");
	assert_true(measure(finding, "ocsp1_used")->value > 0.5 && measure(finding, "ocsp1_used")->value < 0.7);
	assert_true(finding->has_not_after && finding->not_after == NOW + 7 * DAY);
	assert_string_equal(judge_ocsp_summary(&place), "OCSP good");
}

static void what_is_no_answer(void **state)
{
	static const struct {
		enum ocsp_fault fault;
		enum cause cause;
	} rows[] = {
		{OCSP_EMPTY, CAUSE_OCSP_NOT_OCSP},     {OCSP_HTML, CAUSE_OCSP_NOT_OCSP},
		{OCSP_NOT_OCSP, CAUSE_OCSP_NOT_OCSP},  {OCSP_TRUNCATED, CAUSE_OCSP_MALFORMED},
		{OCSP_TRAILING, CAUSE_OCSP_MALFORMED}, {OCSP_MALFORMED, CAUSE_OCSP_MALFORMED},
		{OCSP_TOO_LARGE, CAUSE_OCSP_NOT_OCSP},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ocsp_place place = place_make();

		place.wrong = "is something else";
		place.fault = rows[i].fault;
		assert_finding(judge(*state, &place), STATUS_CRITICAL, rows[i].cause, "the answer is something else");
		assert_string_equal(judge_ocsp_summary(&place), "no OCSP answer");
	}
}

static void refusals(void **state)
{
	static const struct {
		enum ocsp_answer answer;
		bool again;
		enum status status;
		enum cause cause;
		const char *words;
	} rows[] = {
		{OCSP_MALFORMED_REQUEST, false, STATUS_CRITICAL, CAUSE_OCSP_REFUSED, "answers malformedRequest"},
		{OCSP_MALFORMED_REQUEST, true, STATUS_CRITICAL, CAUSE_OCSP_REFUSED, "with a nonce and without"},
		{OCSP_INTERNAL_ERROR, false, STATUS_CRITICAL, CAUSE_OCSP_FAILED, "answers internalError"},
		{OCSP_TRY_LATER, false, STATUS_CRITICAL, CAUSE_OCSP_FAILED, "answers tryLater"},
		{OCSP_SIGNATURE_REQUIRED, false, STATUS_CRITICAL, CAUSE_OCSP_REFUSED, "answers sigRequired"},
		{OCSP_UNAUTHORIZED, true, STATUS_CRITICAL, CAUSE_OCSP_REFUSED, "answers unauthorized"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ocsp_place place = place_make();
		struct finding *finding;

		place.response = (struct ocsp_response){.answer = rows[i].answer};
		place.nonce_refused = rows[i].again;
		finding = judge(*state, &place);
		assert_finding(finding, rows[i].status, rows[i].cause, rows[i].words);
		assert_null(finding->measures);
		assert_string_equal(judge_ocsp_summary(&place), "no OCSP answer");
	}
}

static void revoked(void **state)
{
	struct ocsp_place place = place_make();

	place.response.status = OCSP_REVOKED;
	place.response.revoked_at = NOW;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_REVOKED,
		       "the certificate was revoked at 2027-01-15 08:00 UTC (no reason given)");
	place.response.revoked_at = NOW + 1;
	place.response.reason = 1;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_REVOKED, "is revoked from");
	place.response.revoked_at = NOW - DAY;
	place.response.reason = 6;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_REVOKED,
		       "was put on hold at 2027-01-14 08:00 UTC (certificateHold)");
	assert_string_equal(judge_ocsp_summary(&place), "OCSP revoked");
	assert_non_null(measure(judge(*state, &place), "ocsp1_remaining"));
}

/* Both faults are told, each by its own finding. */
static void revoked_by_an_expired_answer(void **state)
{
	struct ocsp_place place = place_make();
	struct finding *finding;

	place.response.status = OCSP_REVOKED;
	place.response.next_update = NOW - 1;
	finding = judge(*state, &place);
	assert_finding(finding, STATUS_CRITICAL, CAUSE_OCSP_REVOKED, "was revoked");
	assert_finding(child(finding, "ocsp1_dates"), STATUS_CRITICAL, CAUSE_OCSP_EXPIRED, "expired 1 second ago");
}

static void unknown(void **state)
{
	struct ocsp_place place = place_make();

	place.response.status = OCSP_UNKNOWN;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_UNKNOWN, "serial number 4700000002");
	place.response.found = false;
	place.response.about = "0BAD";
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_UNKNOWN,
		       "it is about another one, serial number 0BAD");
	assert_null(measure(judge(*state, &place), "ocsp1_remaining"));
	place.response.about = NULL;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_UNKNOWN, "it is about none");
}

static void nonces(void **state)
{
	struct ocsp_place place = place_make();
	struct finding *finding;

	place.response.nonce = OCSP_NONCE_OTHER;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_REPLAY, "made for another request");
	place.response.status = OCSP_REVOKED;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_REPLAY, "made for another request");
	place.response.status = OCSP_GOOD;
	place.response.nonce = OCSP_NONCE_ABSENT;
	finding = judge(*state, &place);
	assert_finding(finding, STATUS_OK, CAUSE_NONE, "good");
	assert_true(notes(finding, "has no nonce"));
	place.response.nonce = OCSP_NONCE_ECHOED;
	assert_finding(judge(*state, &place), STATUS_OK, CAUSE_NONE, "good");
	assert_false(notes(judge(*state, &place), "has no nonce"));
}

/* From nextUpdate on the answer has expired; 5 % of a hundred minutes are five. */
static void the_end_of_an_answer(void **state)
{
	static const struct {
		int64_t left;
		enum status status;
		enum cause cause;
		const char *words;
	} rows[] = {
		{300, STATUS_OK, CAUSE_NONE, "valid for 5 minutes"},
		{299, STATUS_WARNING, CAUSE_OCSP_EXPIRING, "expires in 4 minutes"},
		{1, STATUS_WARNING, CAUSE_OCSP_EXPIRING, "expires in 1 second"},
		{0, STATUS_CRITICAL, CAUSE_OCSP_EXPIRED, "expired 0 seconds ago"},
		{-1, STATUS_CRITICAL, CAUSE_OCSP_EXPIRED, "expired 1 second ago"},
		{-2 * DAY, STATUS_CRITICAL, CAUSE_OCSP_EXPIRED, "expired 2 days ago"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ocsp_place place = place_make();

		place.response.next_update = NOW + rows[i].left;
		place.response.this_update = NOW + rows[i].left - 6000;
		place.response.produced_at = place.response.this_update;
		assert_finding(judge(*state, &place), rows[i].status, rows[i].cause, rows[i].words);
	}
}

/* AD CS gives the dates of the weekly list, which is replaced when 12 of its 180 hours are left. */
static void a_weekly_list_behind_it_is_quiet(void **state)
{
	struct ocsp_place place = place_make();

	place.response.this_update = NOW - 168 * HOUR;
	place.response.next_update = NOW + 12 * HOUR;
	assert_finding(judge(*state, &place), STATUS_OK, CAUSE_NONE, "good");
	place.response.next_update -= 3 * HOUR;
	assert_finding(judge(*state, &place), STATUS_OK, CAUSE_NONE, "good");
	place.response.next_update -= HOUR;
	assert_finding(judge(*state, &place), STATUS_WARNING, CAUSE_OCSP_EXPIRING, "expires in");
}

/* A critical limit alone takes the warning with it. */
static void a_critical_limit_alone(void **state)
{
	const struct ocsp_policy policy = {.left = {.critical = {.value = 30, .percent = true, .given = true}}};
	struct ocsp_place place = place_make();

	assert_string_equal(measure(judge_with(*state, &place, &policy), "ocsp1_used")->warning, "70");
	assert_string_equal(measure(judge_with(*state, &place, &policy), "ocsp1_used")->critical, "70");
	assert_string_equal(measure(judge(*state, &place), "ocsp1_used")->warning, "95");
	assert_string_equal(measure(judge(*state, &place), "ocsp1_used")->critical, "100");
}

/* Percent count, days don't: they are meant for lists. */
static void limits_of_the_user(void **state)
{
	const struct lifetime_limit half = {.value = 50, .percent = true, .given = true};
	const struct lifetime_limit most = {.value = 90, .percent = true, .given = true};
	const struct lifetime_limit days = {.value = 30 * DAY, .given = true};
	const struct {
		const char *name;
		struct ocsp_policy policy;
		enum status status;
	} rows[] = {
		{"none", {.left = {.warning = {.given = false}}}, STATUS_OK},
		{"warning", {{.warning = half}}, STATUS_WARNING},
		{"critical", {{.critical = half}}, STATUS_CRITICAL},
		{"both", {{.warning = most, .critical = half}}, STATUS_CRITICAL},
		{"critical alone warns alike",
		 {{.critical = {.value = 39, .percent = true, .given = true}}},
		 STATUS_OK},
		{"days", {{.warning = days, .critical = days}}, STATUS_OK},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ocsp_place place = place_make();

		place.response.this_update = NOW - 60 * HOUR;
		place.response.next_update = NOW + 40 * HOUR;
		assert_row_int(rows[i].name, judge_with(*state, &place, &rows[i].policy)->status, rows[i].status);
	}
}

static void the_future(void **state)
{
	struct ocsp_place place = place_make();
	struct finding *finding;

	place.response.this_update = NOW + OCSP_GRACE;
	place.response.produced_at = NOW + OCSP_GRACE;
	assert_null(child(judge(*state, &place), "ocsp1_clock"));
	place.response.this_update++;
	finding = judge(*state, &place);
	assert_finding(child(finding, "ocsp1_clock"), STATUS_CRITICAL, CAUSE_OCSP_FUTURE,
		       "thisUpdate is 5 minutes in the future");
	assert_int_equal(finding_status(finding), STATUS_CRITICAL);
	place.response.this_update = NOW;
	place.response.produced_at++;
	assert_finding(child(judge(*state, &place), "ocsp1_clock"), STATUS_CRITICAL, CAUSE_OCSP_FUTURE,
		       "producedAt is 5 minutes in the future");
}

static void without_an_end(void **state)
{
	struct ocsp_place place = place_make();
	struct finding *finding;

	place.response.has_next_update = false;
	place.response.this_update = NOW - OCSP_STALE;
	finding = judge(*state, &place);
	assert_finding(finding, STATUS_OK, CAUSE_NONE, "good; the answer is of 2027-01-14 08:00 UTC");
	assert_true(notes(finding, "no nextUpdate"));
	assert_null(finding->measures);
	place.response.this_update--;
	assert_finding(judge(*state, &place), STATUS_WARNING, CAUSE_OCSP_EXPIRING, "is 24 hours old");
}

static void a_delegate(void **state)
{
	struct ocsp_place place = place_delegated(&responder);
	struct finding *finding = judge(*state, &place);
	const struct finding *own = child(finding, "ocsp1_responder");

	assert_finding(finding, STATUS_OK, CAUSE_NONE, "signed by CN=OCSP1");
	assert_finding(own, STATUS_OK, CAUSE_NONE, "expires in 7 days (2027-01-22 08:00 UTC): CN=OCSP1");
	assert_true(measure(own, "ocsp1_responder_remaining")->value == 7 * DAY);
	assert_true(measure(own, "ocsp1_responder_used")->value == 50);
	assert_false(notes(own, "nocheck"));
	place.response.signer_no_check = false;
	assert_true(notes(child(judge(*state, &place), "ocsp1_responder"), "nocheck"));
}

/* A tenth of the lifetime, but at most two weeks. */
static void the_end_of_a_delegate(void **state)
{
	static const struct {
		int64_t lifetime, left;
		enum status status;
		enum cause cause;
		const char *words;
	} rows[] = {
		{14 * DAY, 2 * DAY, STATUS_OK, CAUSE_NONE, "expires in 2 days"},
		{14 * DAY, 14 * DAY / 10, STATUS_OK, CAUSE_NONE, "expires in 33 hours"},
		{14 * DAY, 14 * DAY / 10 - 1, STATUS_WARNING, CAUSE_OCSP_SIGNER_EXPIRING, "expires in 33 hours"},
		{730 * DAY, 14 * DAY, STATUS_OK, CAUSE_NONE, "expires in 14 days"},
		{730 * DAY, 14 * DAY - 1, STATUS_WARNING, CAUSE_OCSP_SIGNER_EXPIRING, "expires in 13 days"},
		{14 * DAY, 1, STATUS_WARNING, CAUSE_OCSP_SIGNER_EXPIRING, "expires in 1 second"},
		{14 * DAY, 0, STATUS_CRITICAL, CAUSE_OCSP_SIGNER_EXPIRING, "expires in 0 seconds"},
		{14 * DAY, -1, STATUS_CRITICAL, CAUSE_OCSP_SIGNER_EXPIRED, "expired 1 second ago"},
		{14 * DAY, 14 * DAY, STATUS_OK, CAUSE_NONE, "expires in 14 days"},
		{14 * DAY, 14 * DAY + 1, STATUS_CRITICAL, CAUSE_OCSP_SIGNER_EXPIRED, "is not valid before"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct certificate signer = responder;
		struct ocsp_place place = place_delegated(&signer);
		struct finding *finding;

		signer.not_after = NOW + rows[i].left;
		signer.not_before = signer.not_after - rows[i].lifetime;
		finding = judge(*state, &place);
		assert_finding(child(finding, "ocsp1_responder"), rows[i].status, rows[i].cause, rows[i].words);
		assert_int_equal(finding_status(finding), rows[i].status);
	}
}

static void who_may_not_sign(void **state)
{
	struct certificate signer = responder;
	struct ocsp_place place = place_delegated(&signer);
	struct finding *finding;

	place.response.signer_may = false;
	finding = judge(*state, &place);
	assert_finding(finding, STATUS_CRITICAL, CAUSE_OCSP_DELEGATION, "lacks the extended key usage OCSP Signing");
	assert_true(notes(finding, "is good; that is not proven"));
	place.response.signer_issued = false;
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
		       "CN=OCSP1 signed the answer, but was issued with another key of CN=CORP-CA (key id AAAA)");
	signer.issuer = "CN=OTHER-CA";
	signer.issuer_name = (struct octets)OCTETS("OTHER-CA");
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
		       "was issued by CN=OTHER-CA, not by CN=CORP-CA");
	signer.subject_name = ca.subject_name;
	signer.subject_key_id = (struct octets)OCTETS("\xBB\xBB");
	assert_finding(judge(*state, &place), STATUS_CRITICAL, CAUSE_OCSP_DELEGATION,
		       "with another key of CN=CORP-CA (key id BBBB) than the certificate (key id AAAA)");
}

/* A forged answer revokes nothing. */
static void signatures(void **state)
{
	static const struct {
		enum ocsp_signature signature;
		enum status status;
		const char *words;
	} rows[] = {
		{OCSP_SIGNATURE_WRONG, STATUS_CRITICAL,
		 "the signature is wrong: the answer was not signed by CN=CORP-CA"},
		{OCSP_SIGNATURE_NO_SIGNER, STATUS_CRITICAL, "whose certificate did not come along"},
		{OCSP_SIGNATURE_UNCHECKABLE, STATUS_UNKNOWN, "the algorithm sha256WithRSAEncryption is not known"},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
		struct ocsp_place place = place_make();
		struct finding *finding;

		place.response.status = OCSP_REVOKED;
		place.response.signature = rows[i].signature;
		place.response.signer = rows[i].signature == OCSP_SIGNATURE_NO_SIGNER ? NULL : &ca;
		place.response.by_issuer = place.response.signer != NULL;
		finding = judge(*state, &place);
		assert_finding(finding, rows[i].status, CAUSE_OCSP_SIGNATURE, rows[i].words);
		assert_true(notes(finding, "is revoked; that is not proven"));
		assert_null(child(finding, "ocsp1_responder"));
		assert_non_null(measure(finding, "ocsp1_used"));
	}
}

static void critical_extensions(void **state)
{
	struct ocsp_place place = place_make();

	place.response.critical = "1.2.3.4";
	assert_finding(child(judge(*state, &place), "ocsp1_extension"), STATUS_WARNING, CAUSE_OCSP_EXTENSION,
		       "the critical extension 1.2.3.4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_answer),
		TEST(what_is_no_answer),
		TEST(refusals),
		TEST(revoked),
		TEST(revoked_by_an_expired_answer),
		TEST(unknown),
		TEST(nonces),
		TEST(the_end_of_an_answer),
		TEST(a_weekly_list_behind_it_is_quiet),
		TEST(limits_of_the_user),
		TEST(a_critical_limit_alone),
		TEST(the_future),
		TEST(without_an_end),
		TEST(a_delegate),
		TEST(the_end_of_a_delegate),
		TEST(who_may_not_sign),
		TEST(signatures),
		TEST(critical_extensions),
	};

	return RUN_TESTS(tests);
}
