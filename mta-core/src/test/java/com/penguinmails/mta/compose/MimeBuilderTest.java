package com.penguinmails.mta.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.MessageId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MimeBuilderTest {
    private static final MailStamp STAMP = new MailStamp(new MessageId(0x0199_0000_0000_7000L, 0x8000_0000_0000_0001L),
            Instant.parse("2026-11-03T08:05:09Z"), "from [127.0.0.1] by node.test with HTTP");
    private final MimeBuilder builder = new MimeBuilder();

    @Test
    void plainTextNeedsNoEncodingAndNoParts() throws Exception {
        String message = text(draft("Hello", "First line\nsecond line\r\n", null));
        assertThat(message).contains("\r\nDate: Tue, 3 Nov 2026 08:05:09 +0000\r\n", "\r\nSubject: Hello\r\n",
                "\r\nContent-Transfer-Encoding: 7bit\r\n", "\r\n\r\nFirst line\r\nsecond line\r\n")
                .startsWith("Received: from [127.0.0.1] by node.test with HTTP; Tue, 3 Nov 2026 08:05:09\r\n +0000\r\n")
                .doesNotContain("multipart");
        JsonNode read = PythonMail.parse(message.getBytes(StandardCharsets.UTF_8));
        assertThat(read.get("content").asText()).isEqualTo("First line\nsecond line\n");
        assertThat(read.get("header").get("Message-ID").asText()).isEqualTo("<" + STAMP.id() + "@sender.test>");
    }

    @Test
    void allPartsComeBackFromTwoOtherParsers() throws Exception {
        String html = "<p>Grüße — 😀 <img src=\"cid:logo@x\"></p>\n" + "x".repeat(3000) + "\n";
        var attachments = List.of(file("Grüße und ein sehr langer Name für eine einzige Datei 漢字漢字漢字.pdf", "", false),
                file("logo.png", "logo@x", true), file("a \"quoted\" name.bin", "", false));
        MailDraft draft = new MailDraft(MailAddress.parse("\"Doe, Jörg\" <jd@sender.test>"),
                List.of(MailAddress.parse("Ann O'Hara <ann@one.test>"), MailAddress.parse("bob@two.test")),
                List.of(MailAddress.parse("\"Smith, \\\"Al\\\"\" <al@three.test>")), List.of(),
                "Ein Betreff mit Umlauten äöü und 😀 " + "漢".repeat(60), "Text mit Umlaut: ü\n.\nFrom here\n", html,
                List.of(new HeaderField("X-Note", "wört " + "und ".repeat(40))), List.of(), attachments);
        BuiltMail mail = builder.build(draft, STAMP);
        byte[] octets = octets(mail);
        requireSevenBitLines(octets);
        JsonNode read = PythonMail.parse(octets);
        assertThat(read.get("headerDefects")).isEmpty();
        assertThat(read.get("header").get("Subject").asText()).isEqualTo(draft.subject());
        assertThat(read.get("header").get("X-Note").asText()).isEqualTo(draft.headers().getFirst().value().strip());
        assertThat(read.get("from").toString()).isEqualTo("[[\"Doe, Jörg\",\"jd@sender.test\"]]");
        assertThat(read.get("to").toString()).isEqualTo("[[\"Ann O'Hara\",\"ann@one.test\"],[\"\",\"bob@two.test\"]]");
        assertThat(read.get("cc").get(0).get(0).asText()).isEqualTo("Smith, \"Al\"");
        assertThat(read.get("type").asText()).isEqualTo("multipart/mixed");
        JsonNode alternative = read.get("parts").get(0);
        assertThat(alternative.get("type").asText()).isEqualTo("multipart/alternative");
        assertThat(alternative.get("parts").get(0).get("content").asText()).isEqualTo(draft.text());
        JsonNode related = alternative.get("parts").get(1);
        assertThat(related.get("parts").get(0).get("content").asText()).isEqualTo(html);
        assertThat(related.get("parts").get(1).get("id").asText()).isEqualTo("<logo@x>");
        assertThat(read.get("parts").get(1).get("filename").asText()).isEqualTo(attachments.get(0).filename());
        assertThat(read.get("parts").get(2).get("filename").asText()).isEqualTo(attachments.get(2).filename());
        assertThat(read.get("parts").get(1).get("content").asText()).isEqualTo("000a0dff2d2d3d5f");
        assertThat(partTypes(octets)).containsExactly("multipart/mixed", "multipart/alternative", "text/plain",
                "multipart/related", "text/html", "image/png", "image/png", "image/png");
    }

    @Test
    void anAddressOutsideAsciiNeedsSmtpUtf8AndADomainDoesNot() {
        MailDraft draft = withTo(MailAddress.parse("用户 <用户@例え.jp>"));
        BuiltMail mail = builder.build(draft, STAMP);
        assertThat(mail.smtpUtf8()).isTrue();
        assertThat(mail.body()).isEqualTo(BodyType.EIGHT_BIT_MIME);
        assertThat(new String(octets(mail), StandardCharsets.UTF_8))
                .contains("\r\nTo: =?UTF-8?B?55So5oi3?= <用户@xn--r8jz45g.jp>\r\n");
        assertThat(builder.build(withTo(MailAddress.parse("user@例え.jp")), STAMP).smtpUtf8()).isFalse();
    }

    @Test
    void textWithSomethingLikeABoundaryIsEncoded() throws Exception {
        String trap = "--=_" + STAMP.id() + "_1\r\nContent-Type: text/html\r\n\r\nevil\r\n";
        MailDraft draft = draft("s", trap, "<p>good</p>");
        JsonNode read = PythonMail.parse(octets(builder.build(draft, STAMP)));
        assertThat(read.get("parts")).hasSize(2);
        assertThat(read.get("parts").get(0).get("content").asText()).isEqualTo(trap.replace("\r\n", "\n"));
    }

    @Test
    void anAttachedMessageKeepsItsOctets() throws Exception {
        var inner = new Attachment("mail.eml", "message/rfc822",
                new Attachment.Content("Subject: inner\n\nbody\n".getBytes(StandardCharsets.US_ASCII)), "", false);
        MailDraft draft = withAttachments(List.of(inner));
        byte[] octets = octets(builder.build(draft, STAMP));
        assertThat(new String(octets, StandardCharsets.UTF_8)).contains("\r\n\r\nSubject: inner\r\n\r\nbody\r\n");
        assertThat(PythonMail.parse(octets).get("parts").get(1).get("content").asText()).isEqualTo("inner");
    }

    @Test
    void oneClickUnsubscriptionIsOfferedForHttpsOnly() {
        assertThat(text(withUnsubscribe(List.of("mailto:u@sender.test")))).doesNotContain("List-Unsubscribe-Post");
        assertThat(text(withUnsubscribe(List.of("https://sender.test/u?t=1", "mailto:u@sender.test"))))
                .contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n").containsPattern(
                        "\r\nList-Unsubscribe: <https://sender.test/u\\?t=1>,\\s+<mailto:u@sender.test>\r\n");
        assertThat(builder.problems(withUnsubscribe(List.of("http://sender.test/u", "https://a>b"))))
                .extracting(FieldProblem::pointer).containsExactly("/list_unsubscribe/0", "/list_unsubscribe/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@y.test", "a\nb", "a\rb", "a\0b", "a\u007fb"})
    void noFieldCanHoldALineEnd(String evil) {
        var address = new MailAddress(evil, MailAddress.parse("a@sender.test").mailbox());
        MailDraft draft = new MailDraft(address, List.of(address), List.of(address), List.of(address), evil, "t", null,
                List.of(new HeaderField("X-A", evil), new HeaderField("X-" + evil, "v")),
                List.of("https://x.test/" + evil),
                List.of(new Attachment(evil, "text/plain" + evil, new Attachment.Content(new byte[1]), evil, false)));
        assertThat(builder.problems(draft)).extracting(FieldProblem::pointer).containsExactlyInAnyOrder("/from",
                "/to/0",
                "/cc/0", "/reply_to/0", "/subject", "/headers/X-A", "/headers/X-" + evil, "/list_unsubscribe/0",
                "/attachments/0/filename", "/attachments/0/content_type", "/attachments/0/content_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received", "DKIM-Signature", "bcc", "Content-Type", "content-foo", "MIME-Version", "From",
            "Return-Path", "X-Penguin-Tenant", "List-Unsubscribe", "Resent-From"})
    void fieldsOfTheNodeAreReserved(String name) {
        MailDraft draft = withHeader(new HeaderField(name, "v"));
        assertThat(builder.problems(draft)).extracting(FieldProblem::code).containsExactly("header_reserved");
    }

    @Test
    void aWordThatNoLineCanHoldIsRefused() {
        assertThat(builder.problems(draft("x".repeat(901), "t", null))).extracting(FieldProblem::code)
                .containsExactly("too_long");
        assertThat(text(draft("x".repeat(900), "t", null)).lines()).allMatch(line -> line.length() <= 998);
    }

    private static List<String> partTypes(byte[] octets) throws Exception {
        var stream = new MimeTokenStream(MimeConfig.STRICT);
        stream.parse(new ByteArrayInputStream(octets));
        var types = new ArrayList<String>();
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            if (state == EntityState.T_BODY || state == EntityState.T_START_MULTIPART) {
                types.add(stream.getBodyDescriptor().getMimeType());
            }
        }
        return types;
    }

    private static void requireSevenBitLines(byte[] octets) {
        String message = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(message.chars()).allMatch(c -> c < 0x80);
        assertThat(message.split("\r\n", -1)).allMatch(line -> line.length() <= 78 && !line.contains("\n"));
    }

    private static Attachment file(String name, String contentId, boolean inline) {
        byte[] octets = {0, '\n', '\r', -1, '-', '-', '=', '_'};
        return new Attachment(name, "image/png", new Attachment.Content(octets), contentId, inline);
    }

    private String text(MailDraft draft) {
        return new String(octets(builder.build(draft, STAMP)), StandardCharsets.UTF_8);
    }

    private static byte[] octets(BuiltMail mail) {
        var octets = new byte[mail.content().remaining()];
        mail.content().duplicate().get(octets);
        return octets;
    }

    private static MailDraft draft(String subject, @Nullable String text, @Nullable String html) {
        return new MailDraft(MailAddress.parse("a@sender.test"), List.of(MailAddress.parse("b@two.test")), List.of(),
                List.of(), subject, text, html, List.of(), List.of(), List.of());
    }

    private static MailDraft withTo(MailAddress to) {
        return new MailDraft(MailAddress.parse("a@sender.test"), List.of(to), List.of(), List.of(), "s", "t", null,
                List.of(), List.of(), List.of());
    }

    private static MailDraft withAttachments(List<Attachment> attachments) {
        return new MailDraft(MailAddress.parse("a@sender.test"), List.of(), List.of(), List.of(), "s", "t", null,
                List.of(), List.of(), attachments);
    }

    private static MailDraft withUnsubscribe(List<String> urls) {
        return new MailDraft(MailAddress.parse("a@sender.test"), List.of(), List.of(), List.of(), "s", "t", null,
                List.of(), urls, List.of());
    }

    private static MailDraft withHeader(HeaderField field) {
        return new MailDraft(MailAddress.parse("a@sender.test"), List.of(), List.of(), List.of(), "s", "t", null,
                List.of(field), List.of(), List.of());
    }
}
