/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <iconv.h>
#include <string.h>

#include "cleanup.h"
#include "trouble.h"

struct sentences {
	const char *title;
	const char *purpose;
	const char *use;
	const char *where;
	const char *needed;
	const char *thumbprint;
	const char *challenge;
	const char *once;
	const char *more;
};

static const struct sentences english = {
	.title = "Network Device Enrollment Service",
	.purpose = "Network Device Enrollment Service allows you to obtain certificates for routers or other network "
		   "devices using the Simple Certificate Enrollment Protocol (SCEP).",
	.use = "This URL is used by network devices to submit certificate requests.",
	.where = "To obtain an enrollment challenge password, go to the admin URL. By default, the admin URL is",
	.needed = "To complete certificate enrollment for your network device you will need the following information:",
	.thumbprint = "The thumbprint (hash value) for the CA certificate is:",
	.challenge = "The enrollment challenge password is:",
	.once = "This password can be used only once and will expire within 60 minutes.",
	.more = "For more information see",
};

static const struct sentences german = {
	.title = "Registrierungsdienst für Netzwerkgeräte",
	.purpose = "Über diesen Dienst beziehen Router und andere Netzwerkgeräte Zertifikate mit dem "
		   "Simple Certificate Enrollment-Protokoll (SCEP).",
	.use = "Netzwerkgeräte übermitteln ihre Zertifikatanforderungen an diese URL.",
	.where = "Ein Kennwort für die Registrierung gibt die Verwaltungs-URL aus, normalerweise",
	.needed = "Für die Registrierung des Geräts werden folgende Angaben benötigt:",
	.thumbprint = "Der Fingerabdruck (Hashwert) des Zertifizierungsstellenzertifikats lautet:",
	.challenge = "Das Kennwort für die Registrierung lautet:",
	.once = "Das Kennwort gilt einmal und läuft nach 60 Minuten ab.",
	.more = "Weitere Informationen:",
};

static const struct sentences *sentences_of(const struct options *options)
{
	return strcmp(options->page_language, "de") == 0 ? &german : &english;
}

struct bytes utf16_encode(const char *text, bool mark)
{
	size_t left = strlen(text);
	struct bytes encoded = bytes_sized((long)(2 * left + 2));
	size_t room = encoded.length;
	char *from = (char *)text;
	char *to = (char *)encoded.data;
	iconv_t converter = iconv_open("UTF-16LE", "UTF-8");

	if (mark) {
		*to++ = (char)0xff;
		*to++ = (char)0xfe;
		room -= 2;
	}
	if (converter == (iconv_t)-1 || iconv(converter, &from, &left, &to, &room) == (size_t)-1)
		fatal("a page could not be encoded");
	iconv_close(converter);
	encoded.length -= room;
	return encoded;
}

/* The identifiers and the link are the same in every language: they are what a reader should look for. */
static struct answer page_make(const struct options *options, const char *middle)
{
	const struct sentences *sentences = sentences_of(options);
	struct answer answer = answer_make(200, NULL);
	autofree(char) *text = text_format(
		"<HTML><Head><Meta HTTP-Equiv=\"Content-Type\" Content=\"text/html; "
		"charset=UTF-8\"><Title>%s</Title></Head>"
		"<Body BgColor=#FFFFFF><Font ID=locPageFont Face=\"Arial\"><Table Border=0 Width=100%% "
		"BgColor=#008080><TR><TD>"
		"<Font ID=locPageTitleFont Face=\"Arial\" Size=-1 Color=#FFFFFF><LocID "
		"ID=locMSCertSrv>%s</LocID></Font>"
		"</TD></TR></Table><P ID=locPageTitle> %s </P>%s<P ID=locPageDesc> %s "
		"<A HREF=http://go.microsoft.com/fwlink/?LinkId=67852>%s </A>. </P> <P></Font></Body></HTML>",
		sentences->title, sentences->title, sentences->purpose, middle, sentences->more, sentences->title);

	bytes_release(&answer.body);
	answer.body = utf16_encode(text, strcmp(options->page_bom, "yes") == 0);
	answer.type = TYPE_HTML;
	return answer;
}

struct answer page_landing(const struct options *options)
{
	const struct sentences *sentences = sentences_of(options);
	autofree(char) *middle = text_format("<P> %s </P><P> %s http://ndes01/CertSrv/mscep_admin </P>", sentences->use,
					     sentences->where);

	return page_make(options, middle);
}

/* MD5 in groups of eight digits, as the page shows it. */
static void thumbprint_write(const X509 *certificate, char text[40])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int length = 0;

	if (X509_digest(certificate, EVP_md5(), digest, &length) != 1)
		fatal("no MD5 here");
	for (unsigned int i = 0; i < 16; i++)
		text += snprintf(text, 4, "%02X%s", digest[i], i % 4 == 3 ? " " : "");
}

struct answer page_password(const struct options *options, const X509 *ca, const char *password)
{
	const struct sentences *sentences = sentences_of(options);
	char thumbprint[40];
	autofree(char) *middle = NULL;

	thumbprint_write(ca, thumbprint);
	middle = text_format("<P> %s <P> %s <B> %s</B> <P> %s <B> %s </B> <P> %s </P>", sentences->needed,
			     sentences->thumbprint, thumbprint, sentences->challenge, password, sentences->once);
	return page_make(options, middle);
}
