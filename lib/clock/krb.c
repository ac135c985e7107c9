/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/krb.h"

#include "clock/ber.h"
#include "core/calendar.h"

enum { KRB_ERROR = 30, AS_REP = 11, KERBEROS_VERSION = 5, MICROSECONDS = 1000000 };

static const char malformed[] = "answers with a KRB-ERROR that breaks the rules of its format";

/* [number] INTEGER */
static bool take_number(struct cursor *cursor, unsigned number, int32_t *ret_value)
{
	struct cursor inner;
	struct octets content;

	return der_enter(cursor, (uint8_t)(BER_CONTEXT + number), &inner) && der_take(&inner, BER_INTEGER, &content) &&
	       cursor_left(&inner) == 0 && ber_integer(content, ret_value);
}

/* [number] whatever it holds: not needed here, and optional */
static void pass(struct cursor *cursor, unsigned number)
{
	struct octets content;

	(void)der_take(cursor, (uint8_t)(BER_CONTEXT + number), &content);
}

/* [4] KerberosTime: generalized time without a fraction */
static bool take_time(struct cursor *cursor, struct octets *ret_time)
{
	struct cursor inner;

	return der_enter(cursor, BER_CONTEXT + 4, &inner) && der_take(&inner, BER_GENERALIZED_TIME, ret_time) &&
	       cursor_left(&inner) == 0;
}

static const char *read_error(struct cursor *cursor, struct krb_answer *answer)
{
	struct octets time;
	int32_t version, type, microseconds;
	int64_t epoch;

	if (!take_number(cursor, 0, &version) || !take_number(cursor, 1, &type) || version != KERBEROS_VERSION ||
	    type != KRB_ERROR)
		return malformed;
	pass(cursor, 2);
	pass(cursor, 3);
	if (!take_time(cursor, &time) || !take_number(cursor, 5, &microseconds) ||
	    !take_number(cursor, 6, &answer->error) || microseconds < 0 || microseconds >= MICROSECONDS ||
	    calendar_generalized(&time, &epoch) != NULL)
		return malformed;
	if (clock_time_of_epoch(epoch, microseconds * CLOCK_MICROSECOND, &answer->time) != NULL)
		return "says a time outside of the years 1970 to 2199";
	return NULL;
}

const char *krb_answer_parse(const unsigned char *bytes, size_t length, struct krb_answer *ret_answer)
{
	struct cursor cursor = cursor_over(bytes, length), message, fields;
	struct krb_answer answer;
	const char *wrong;

	if (der_enter(&cursor, BER_APPLICATION + AS_REP, &message))
		return "gives out a ticket for the principal without preauthentication, and such an answer holds no "
		       "readable time; name a principal that needs preauthentication";
	if (!der_enter(&cursor, BER_APPLICATION + KRB_ERROR, &message))
		return "answers with something that is not Kerberos";
	if (cursor_left(&cursor) != 0 || !der_enter(&message, BER_SEQUENCE, &fields) || cursor_left(&message) != 0)
		return malformed;
	wrong = read_error(&fields, &answer);
	if (wrong == NULL)
		*ret_answer = answer;
	return wrong;
}

/* Far enough apart for a frozen clock to show, near enough for it not to be thawed in between. */
static bool proves(const struct krb_moment *one, const struct krb_moment *other)
{
	double pause = clock_time_between(one->received, other->sent);

	return pause >= 0.001 && pause <= 0.5;
}

static clock_time whole_second(clock_time time)
{
	return time - time % CLOCK_SECOND;
}

struct clock_sample krb_sample(const struct krb_moment *moment, int64_t resolution)
{
	const struct clock_reading reading = {
		.time = resolution == CLOCK_SECOND ? whole_second(moment->time) : moment->time,
		.resolution = resolution,
	};

	return clock_sample_of(moment->sent, moment->received, reading);
}

int64_t krb_resolution(const struct krb_moment *moments, size_t count)
{
	struct clock_interval both = {0};
	bool proven = false;

	for (size_t i = 0; i < count; i++) {
		struct clock_sample pair[2] = {
			krb_sample(&moments[i], CLOCK_MICROSECOND),
			{.interval = both},
		};

		both = clock_samples_intersect(pair, i == 0 ? 1 : 2);
		proven = proven || (i != 0 && proves(&moments[i - 1], &moments[i]));
	}
	return proven && !clock_interval_is_empty(both) ? CLOCK_MICROSECOND : CLOCK_SECOND;
}
