/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said to a clock, and what its answers are worth (facts: clock-rpc.md, chapter A.2). */
#include "probe/clock_talk.h"

#include <string.h>
#include <sys/random.h>

#include "clock/clock_frame.h"
#include "clock/ntlm.h"
#include "clock/rootdse.h"
#include "clock/smb2.h"
#include "core/array.h"
#include "rpc/rpc_pdu.h"

/* Seconds between two questions to a KDC, so that its microseconds can prove true. */
#define KRB_PAUSE 0.02

enum { RPC_CALL = 1 };

/* No secrets: what is guessed can only be a wrong time. */
static void fill_random(void *bytes, size_t length)
{
	if (getrandom(bytes, length, GRND_NONBLOCK) != (ssize_t)length)
		memset(bytes, 0x5a, length);
}

static enum exchange_next send_bytes(struct exchange_turn *turn, const void *bytes, size_t length)
{
	turn->send = (struct octets){.bytes = bytes, .length = length};
	return EXCHANGE_SEND;
}

/* The answer is of no use, and another one would not be either. */
static enum exchange_next give_up(struct clock_talk *talk, const char *wrong)
{
	talk->target->wrong = wrong;
	return EXCHANGE_DONE;
}

/* Keeps a sample. again: how the next one is got. */
static enum exchange_next keep(struct clock_talk *talk, struct clock_sample sample, enum exchange_next again)
{
	talk->samples[talk->count++] = sample;
	return talk->count >= talk->wanted ? EXCHANGE_DONE : again;
}

void clock_note(struct arena *arena, struct clock_target *target, const char *what, const char *name)
{
	const char *note = name != NULL ? text_format(arena, "%s %s", what, name) : NULL;

	for (size_t i = 0; note != NULL && i < target->notes.count; i++)
		if (strcmp(target->notes.items[i], note) == 0)
			return;
	if (note != NULL)
		text_list_add(arena, &target->notes, note);
}

/* --- NTP --- */

static enum exchange_next ask_ntp(void *context, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;

	fill_random(&talk->stamp, sizeof talk->stamp);
	ntp_request(talk->stamp, talk->bytes);
	return send_bytes(turn, talk->bytes, NTP_PACKET);
}

static enum exchange_next take_ntp(void *context, const unsigned char *bytes, size_t length, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	const char *wrong;

	if (!ntp_reply_is_ours(bytes, length, talk->stamp))
		return EXCHANGE_WAIT;
	wrong = ntp_reply_parse(talk->arena, bytes, length, turn->received, &talk->target->ntp);
	if (wrong != NULL)
		return give_up(talk, wrong);
	talk->target->has_ntp = true;
	if (keep(talk, ntp_sample(turn->sent, turn->received, &talk->target->ntp), EXCHANGE_SEND) == EXCHANGE_DONE)
		return EXCHANGE_DONE;
	return ask_ntp(context, turn);
}

/* --- Kerberos --- */

static enum exchange_next ask_kerberos(void *context, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	uint32_t nonce = 0;
	struct octets message;
	const char *wrong;

	fill_random(&nonce, sizeof nonce);
	wrong = krb_request_make(talk->question->principal, talk->question->realm, nonce, &talk->request);
	if (wrong != NULL)
		return give_up(talk, text_format(talk->arena, "can't be asked: the question %s", wrong));
	message = krb_request_udp(&talk->request);
	return send_bytes(turn, message.bytes, message.length);
}

static enum exchange_next take_kerberos(void *context, const unsigned char *bytes, size_t length,
					struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	struct krb_answer answer;
	const char *wrong = krb_answer_parse(bytes, length, &answer);

	if (wrong != NULL)
		return give_up(talk, wrong);
	talk->moments[talk->count] =
		(struct krb_moment){.sent = turn->sent, .received = turn->received, .time = answer.time};
	turn->pause = KRB_PAUSE;
	return keep(talk, krb_sample(&talk->moments[talk->count], CLOCK_SECOND), EXCHANGE_AGAIN);
}

/* --- SMB: one connection for each question --- */

static enum exchange_next ask_smb(void *context, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	unsigned char guid[SMB2_GUID], salt[SMB2_SALT];

	fill_random(guid, sizeof guid);
	fill_random(salt, sizeof salt);
	smb2_request(guid, salt, talk->bytes);
	return send_bytes(turn, talk->bytes, SMB2_REQUEST);
}

static enum exchange_next take_smb(void *context, const unsigned char *bytes, size_t length, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	struct smb2_answer answer;
	struct octets message;
	enum clock_frame frame = clock_frame_read(bytes, length, &message);
	const char *wrong;

	if (frame == CLOCK_FRAME_MORE)
		return EXCHANGE_WAIT;
	if (frame == CLOCK_FRAME_WRONG)
		return give_up(talk, "sends what is not SMB");
	wrong = smb2_answer_parse(talk->arena, message.bytes, message.length, &answer);
	if (wrong != NULL)
		return give_up(talk, wrong);
	return keep(talk, clock_sample_of(turn->sent, turn->received, answer.reading), EXCHANGE_AGAIN);
}

/* --- LDAP and CLDAP: the same bytes --- */

static enum exchange_next ask_ldap(void *context, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;

	talk->id = (uint8_t)(talk->id % ROOTDSE_ID_MAX + 1);
	rootdse_request(talk->id, talk->bytes);
	return send_bytes(turn, talk->bytes, ROOTDSE_REQUEST);
}

static enum exchange_next take_ldap(void *context, const unsigned char *bytes, size_t length,
				    struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	struct rootdse_answer answer;
	const char *wrong = rootdse_answer_parse(talk->arena, talk->id, bytes, length, &answer);

	if (wrong != NULL)
		return give_up(talk, wrong);
	talk->others = answer.others;
	if (!answer.complete)
		return EXCHANGE_WAIT;
	if (keep(talk, clock_sample_of(turn->sent, turn->received, answer.reading), EXCHANGE_SEND) == EXCHANGE_DONE)
		return EXCHANGE_DONE;
	return ask_ldap(context, turn);
}

/* --- RPC: NTLM's challenge in the endpoint mapper's answer to a bind --- */

static enum exchange_next ask_rpc(void *context, struct exchange_turn *turn)
{
	static const struct octets token = {.bytes = ntlm_negotiate, .length = NTLM_NEGOTIATE};
	struct clock_talk *talk = context;

	turn->send = rpc_bind_ntlm(talk->arena, &rpc_endpoint_mapper, RPC_CALL, &token);
	return EXCHANGE_SEND;
}

static const char *read_challenge(struct clock_talk *talk, const unsigned char *bytes, size_t length,
				  struct ntlm_challenge *challenge)
{
	struct rpc_bind_reply reply;
	const char *wrong = rpc_bind_reply_parse(bytes, length, RPC_CALL, &reply);

	if (wrong != NULL)
		return wrong;
	if (reply.auth.length == 0)
		return "offers no NTLM, whose challenge would hold its time";
	return ntlm_challenge_parse(talk->arena, reply.auth, challenge);
}

static enum exchange_next take_rpc(void *context, const unsigned char *bytes, size_t length, struct exchange_turn *turn)
{
	struct clock_talk *talk = context;
	struct ntlm_challenge challenge;
	size_t extent = 0;
	const char *wrong = rpc_pdu_extent(bytes, length, &extent);

	if (wrong == NULL && (extent == 0 || extent > length))
		return EXCHANGE_WAIT;
	if (wrong == NULL)
		wrong = read_challenge(talk, bytes, extent, &challenge);
	if (wrong != NULL)
		return give_up(talk, wrong);
	clock_note(talk->arena, talk->target, "Calls itself", challenge.dns_computer);
	return keep(talk, clock_sample_of(turn->sent, turn->received, challenge.reading), EXCHANGE_AGAIN);
}

const struct exchange_speaker *clock_speaker(enum clock_scheme scheme, const char **ret_source, bool *ret_udp)
{
	static const struct {
		struct exchange_speaker speaker;
		const char *source;
		bool udp;
	} rows[] = {
		[CLOCK_NTP] = {{ask_ntp, take_ntp}, "NTP", true},
		[CLOCK_KERBEROS] = {{ask_kerberos, take_kerberos}, "Kerberos", true},
		[CLOCK_SMB] = {{ask_smb, take_smb}, "SMB", false},
		[CLOCK_LDAP] = {{ask_ldap, take_ldap}, "LDAP", false},
		[CLOCK_CLDAP] = {{ask_ldap, take_ldap}, "CLDAP", true},
		[CLOCK_RPC] = {{ask_rpc, take_rpc}, "NTLM in RPC", false},
	};

	*ret_source = rows[scheme].source;
	*ret_udp = rows[scheme].udp;
	return &rows[scheme].speaker;
}
