package com.penguinmails.mta.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.DkimVerifier;
import com.penguinmails.dkim.KeyAnswer;
import com.penguinmails.dkim.MessageHeaders;
import com.penguinmails.dkim.SignatureResult;
import com.penguinmails.dkim.Verdict;
import com.penguinmails.dkim.Verification;
import com.penguinmails.mta.accept.ManualClock;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.DkimKeyConfig;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Randomness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MailComposerTest {
    private static final MessageId ID = new MessageId(0x0199_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final JobId JOB = new JobId(0x0199_0000_0000_7000L, 0x8000_0000_0000_1000L);
    private static final byte[] MESSAGE = """
            From: Ann <ann@sender.test>
            To: bob@d0.test
            Subject: Hello
            Date: Mon, 23 Nov 2026 08:00:00 +0000
            Message-ID: <1@sender.test>

            First line
            .
            Gr\u00fc\u00dfe

            """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

    private final CryptoProviders crypto = CryptoProviders.jdk();
    private final ManualClock clock = new ManualClock("2026-11-23T08:00:00Z");
    private final Counters counters = new Counters();
    private final Map<String, String> keyRecords = new HashMap<>();
    private final SpooledMail mail;
    private @Nullable MailComposer open;

    MailComposerTest() throws IOException {
        mail = new SpooledMail(clock);
    }

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
        mail.close();
    }

    @Test
    void messageLeavesUnchangedBehindOneValidSignatureOfEachKey() throws Exception {
        var place = mail.message(ID, MESSAGE, 1);
        var composer = composer(keys(config("rsa", true, "relaxed/relaxed"), config("ed", false, "relaxed/relaxed"),
                config("simple", false, "simple/simple")));

        var ready = (PreparedMail.Ready) prepare(composer, place, 0);

        assertThat(ready.payload().parts()).hasSize(2);
        assertThat(octets(ready.payload().parts().getLast())).isEqualTo(MESSAGE);
        assertThat(ready.payload().eightBit()).isTrue();
        assertThat(ready.payload().utf8Header()).isFalse();
        assertThat(ready.payload().size()).isEqualTo(octets(ready.payload()).length);
        assertThat(ready.identity().id()).isEqualTo(ID);
        assertThat(ready.identity().recipients()).hasSize(1);
        assertThat(verdicts(octets(ready.payload()))).hasSize(3).allMatch(Verdict.Pass.class::isInstance);
        assertThat(counters.get(Counter.DKIM_SIGNATURES)).isEqualTo(3);
    }

    @Test
    void withoutAKeyOfItsDomainAMessageLeavesUnsigned() throws Exception {
        var place = mail.message(ID, MESSAGE, 1);
        var composer = composer(
                keys(new DkimKeyConfig("other.test", "s", keyFile("s", false), "relaxed/relaxed", null)));
        var ready = (PreparedMail.Ready) prepare(composer, place, 0);
        assertThat(octets(ready.payload())).isEqualTo(MESSAGE);
    }

    @Test
    void messageWhoseHeaderCannotBeSignedIsNotSentUnsigned() throws Exception {
        var place = mail.message(ID, "From: ann@sender.test\nSubject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8),
                1);
        var composer = composer(keys(config("ed", false, "relaxed/relaxed")));
        var failed = (PreparedMail.Unrenderable) prepare(composer, place, 0);
        assertThat(failed.reason()).startsWith("it cannot be signed: header: bare LF");
    }

    @Test
    void checkerNamesEachTextThatIsWrong() {
        var wrong = new JobTemplate(MailAddress.parse("ann@sender.test"), List.of(), "{{", "{{ a.b() }}",
                "x\n{% set a = 1 %}",
                "<p>{{ fine }}</p>", List.of(new HeaderField("X-A/B", "{% for %}")),
                List.of("https://a.test/{{ b | nosuch }}"),
                false);
        assertThat(new TemplateChecker().check(wrong)).extracting(FieldProblem::pointer).containsExactly("/to_name",
                "/subject", "/text", "/headers/X-A~1B", "/list_unsubscribe/0");
        assertThat(new TemplateChecker().check(wrong).get(2).detail()).startsWith("line 2: the tag \"set\"");
        assertThat(new TemplateChecker().check(template("{{ a }}", "b", "c", true))).isEmpty();
    }

    @Test
    void messageToManySitesIsSignedOnceUntilItsTimeIsOverOrTheKeysChange() throws Exception {
        var place = mail.message(ID, MESSAGE, 300);
        var config = config("ed", false, "relaxed/relaxed");
        var composer = composer(keys(config));
        var answered = new CountDownLatch(300);
        for (int i = 0; i < 300; i++) {
            composer.prepare(request(place, i), _ -> answered.countDown());
        }
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(counters.get(Counter.DKIM_SIGNATURES)).isEqualTo(1);
        assertThat(counters.get(Counter.DKIM_SIGNATURES_REUSED)).isEqualTo(299);

        clock.advance(Duration.ofMinutes(6));
        var later = (PreparedMail.Ready) prepare(composer, place, 0);
        assertThat(counters.get(Counter.DKIM_SIGNATURES)).isEqualTo(2);
        assertThat(verdicts(octets(later.payload()))).hasSize(1).allMatch(Verdict.Pass.class::isInstance);

        composer.useKeys(keys(config));
        assertThat(prepare(composer, place, 0)).isInstanceOf(PreparedMail.Ready.class);
        assertThat(counters.get(Counter.DKIM_SIGNATURES)).isEqualTo(3);
        composer.useKeys(SigningKeys.none());
        assertThat(octets(((PreparedMail.Ready) prepare(composer, place, 0)).payload())).isEqualTo(MESSAGE);
    }

    @Test
    void rowIsRenderedAndSignedAndEachAttemptSendsTheSameOctets() throws Exception {
        mail.job(JOB, template("Hi {{ name }}", "Dear {{ name }} <{{ recipient }}>\n", "<p>{{ name }}</p>", false));
        var place = mail.rows(JOB, 7, List.of("{}", "{\"name\":\"Zoë & Co\"}"));
        var composer = composer(keys(config("ed", false, "relaxed/relaxed")));

        var ready = (PreparedMail.Ready) prepare(composer, place, 1);
        clock.advance(Duration.ofHours(3));
        var again = (PreparedMail.Ready) prepare(composer, place, 1);

        MessageId id = MessageId.ofJobRow(JOB, 8);
        assertThat(ready.identity().id()).isEqualTo(id);
        assertThat(ready.identity().job()).isEqualTo(JOB);
        assertThat(ready.identity().recipients().getFirst().forwardPath()).hasToString("r1@d.test");
        assertThat(ready.envelope().reversePath()).hasToString("bounce@sender.test");
        assertThat(ready.envelope().body()).isEqualTo(BodyType.SEVEN_BIT);
        assertThat(verdicts(octets(ready.payload()))).hasSize(1).allMatch(Verdict.Pass.class::isInstance);
        assertThat(octets(again.payload().parts().getLast())).isEqualTo(octets(ready.payload().parts().getLast()));
        var read = PythonMail.parse(octets(ready.payload()));
        assertThat(read.get("header").get("Subject").asText()).isEqualTo("Hi Zoë & Co");
        assertThat(read.get("header").get("Message-ID").asText()).isEqualTo("<" + id + "@sender.test>");
        assertThat(read.get("to").toString()).isEqualTo("[[\"Zoë & Co\",\"r1@d.test\"]]");
        assertThat(read.get("header").get("Date").asText()).isEqualTo("Mon, 23 Nov 2026 08:30:00 +0000");
        assertThat(read.get("parts").get(0).get("content").asText()).isEqualTo("Dear Zoë & Co <r1@d.test>\n");
        assertThat(read.get("parts").get(1).get("content").asText()).contains("<p>Zoë &amp; Co</p>");
    }

    @Test
    void rowThatCannotBeRenderedIsFinalAndShowsNoValue() throws Exception {
        mail.job(JOB, template("Hi {{ name }}", "{{ name - 1 }}{{ needed }}", null, true));
        var place = mail.rows(JOB, 0, List.of("{\"name\":\"hunter2\"}", "{}", "[1]", "{\"name\":3}"));
        var composer = composer(SigningKeys.none());
        for (int row = 0; row < 4; row++) {
            var failed = (PreparedMail.Unrenderable) prepare(composer, place, row);
            assertThat(failed.reason()).isNotBlank().hasSizeLessThan(400).doesNotContain("hunter2");
            assertThat(failed.identity().id()).isEqualTo(MessageId.ofJobRow(JOB, row));
        }
        assertThat(((PreparedMail.Unrenderable) prepare(composer, place, 3)).reason())
                .isEqualTo("/text: line 1: the variable \"needed\" is missing");
        assertThat(counters.get(Counter.MAILS_UNRENDERABLE)).isEqualTo(5);
        assertThat(counters.get(Counter.MAILS_RENDERED)).isZero();
    }

    @Test
    void noVariableCanAddALineToTheHeader() throws Exception {
        mail.job(JOB, template("Hi {{ name }}", "x", null, false));
        var values = new ArrayList<String>();
        for (String end : List.of("\\r\\n", "\\n", "\\r", "\\u0000", "\\u000b", "\\u001b", "\\u007f")) {
            values.add("{\"name\":\"a" + end + "Bcc: victim@d.test\"}");
            values.add("{\"field\":\"a" + end + " b\"}");
            values.add("{\"url\":\"a" + end + "b\"}");
        }
        values.add("{\"url\":\"a>, <mailto:b\"}");
        var place = mail.rows(JOB, 0, values);
        var composer = composer(SigningKeys.none());
        for (int row = 0; row < values.size(); row++) {
            assertThat(prepare(composer, place, row)).as(values.get(row)).isInstanceOf(PreparedMail.Unrenderable.class);
        }
    }

    @Test
    void whateverAVariableHoldsTheHeaderHasTheSameFields() throws Exception {
        mail.job(JOB, template("Hi {{ name }}", "{{ name }}", "<p>{{ name }}</p>", false));
        long seed = 20261123;
        var random = Randomness.seeded(seed);
        var json = new ObjectMapper();
        var values = new ArrayList<String>();
        for (int i = 0; i < 250; i++) {
            values.add(json.writeValueAsString(Map.of("name", hostile(random), "field", hostile(random))));
        }
        var place = mail.rows(JOB, 0, values);
        var composer = composer(SigningKeys.none());
        int sent = 0;
        for (int row = 0; row < values.size(); row++) {
            if (prepare(composer, place, row) instanceof PreparedMail.Ready ready) {
                sent++;
                var fields = MessageHeaders.parse(octets(ready.payload())).fields();
                assertThat(fields).as("seed %d, row %d: %s", seed, row, values.get(row))
                        .extracting(field -> field.name())
                        .containsExactly("received", "date", "message-id", "from", "to", "subject", "list-unsubscribe",
                                "list-unsubscribe-post", "x-field", "mime-version", "content-type");
            }
        }
        assertThat(sent).isBetween(20, 230);
    }

    private static String hostile(RandomGenerator random) {
        var pieces = List.of("a", " ", "\t", ":", "Bcc: v@d.test", "<", ">", "\"", "\\", ",", ";", "=?UTF-8?B?DQo=?=",
                "é",
                "\u2028", "{{ recipient }}", "(", "--=_", "\r\n", "\n", "\r", "\u0000", "\u0085");
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(random.nextInt(3) == 0 ? pieces.size() : pieces.size() - 5)));
        }
        return text.toString();
    }

    @Test
    void whatCannotBeReadIsToBeTriedAgain() throws Exception {
        var orphan = mail.rows(JOB, 0, List.of("{}"));
        var composer = composer(SigningKeys.none());
        var unavailable = (PreparedMail.Unavailable) prepare(composer, orphan, 0);
        assertThat(unavailable.identity()).isNotNull();
        var nowhere = new SpooledMail.Place(99, new SpoolRef(1L << 50));
        assertThat(((PreparedMail.Unavailable) prepare(composer, nowhere, 0)).identity()).isNull();
        assertThat(prepare(composer, orphan, 5)).isInstanceOf(PreparedMail.Unavailable.class);
        assertThat(identify(composer, nowhere, 0)).isEmpty();
        assertThat(identify(composer, orphan, 0).orElseThrow().recipients().getFirst().forwardPath())
                .hasToString("r0@d.test");
        composer.close();
        assertThat(prepare(composer, orphan, 0)).isInstanceOf(PreparedMail.Unavailable.class);
        assertThat(identify(composer, orphan, 0)).isEmpty();
    }

    @Test
    void eachOfManyRequestsFromManyThreadsIsAnsweredOnceAlsoWhenItIsClosed() throws Exception {
        mail.job(JOB, template("Hi {{ name }}", "x", null, false));
        var row = mail.rows(JOB, 0, List.of("{\"name\":\"a\"}", "{\"name\":\"\\n\"}"));
        var message = mail.message(ID, MESSAGE, 2);
        var composer = composer(SigningKeys.none());
        int each = 2_000;
        var answers = new AtomicIntegerArray(8 * each);
        var answered = new CountDownLatch(8 * each);
        var half = new CountDownLatch(4 * each);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            int first = t * each;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = first; i < first + each; i++) {
                    int number = i;
                    composer.prepare(request(i % 3 == 0 ? message : row, i % 2), _ -> {
                        answers.incrementAndGet(number);
                        answered.countDown();
                        half.countDown();
                        if (number % 4_000 == 0) {
                            throw new IllegalStateException("a receiver that fails");
                        }
                    });
                }
            }));
        }
        assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
        composer.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < answers.length(); i++) {
            assertThat(answers.get(i)).isEqualTo(1);
        }
    }

    @Test
    void wrongKeyIsRefusedWithItsFileAndTheMendAndWithoutItsText() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.pem"),
                "-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----\n");
        var configs = List.of(new DkimKeyConfig("sender.test", "a", wrong, "relaxed/relaxed", null),
                new DkimKeyConfig("sender.test", "b", directory.resolve("none.pem"), "relaxed/relaxed", null),
                new DkimKeyConfig("sender.test", "c", keyFile("c", false), "lax", null),
                new DkimKeyConfig("sender.test", "d", keyFile("d", false), "relaxed/relaxed", null),
                new DkimKeyConfig("Sender.test", "d", keyFile("e", false), "relaxed/relaxed", null),
                new DkimKeyConfig("not a domain", "d", keyFile("f", false), "relaxed/relaxed", null));
        assertThatThrownBy(() -> SigningKeys.load(configs, Path.of("node.toml"), crypto, clock))
                .isInstanceOfSatisfying(ConfigException.class, e -> {
                    assertThat(e.problems()).extracting("key").containsExactly("dkim[0]", "dkim[1]", "dkim[2]",
                            "dkim[4]", "dkim[5]");
                    assertThat(e.getMessage()).contains("wrong.pem: key file", "none.pem: cannot be read",
                            "relaxed/relaxed", "dkim[3]").doesNotContain("U0VDUkVU");
                });
    }

    private static JobTemplate template(String subject, @Nullable String text, @Nullable String html, boolean strict) {
        return new JobTemplate(MailAddress.parse("Ann <ann@sender.test>"), List.of(), "{{ name | default('') }}",
                subject,
                text, html, List.of(new HeaderField("X-Field", "f{{ field | default('') }}")),
                List.of("https://sender.test/u/{{ url | default('x') }}"), strict);
    }

    private MailComposer composer(SigningKeys keys) {
        var composer = new MailComposer(mail.spool(), keys, new MailComposer.Settings("node.test", 4), clock, counters);
        open = composer;
        return composer;
    }

    private SigningKeys keys(DkimKeyConfig... configs) throws ConfigException {
        return SigningKeys.load(List.of(configs), Path.of("node.toml"), crypto, clock);
    }

    private DkimKeyConfig config(String selector, boolean rsa, String canonicalization) throws IOException {
        return new DkimKeyConfig("sender.test", selector, keyFile(selector, rsa), canonicalization, null);
    }

    private Path keyFile(String selector, boolean rsa) throws IOException {
        var keys = new DkimKeys(crypto);
        DkimKeyPair pair = rsa ? keys.generateRsa(2048) : keys.generateEd25519();
        keyRecords.put(selector + "._domainkey.sender.test", pair.keyRecord().text());
        return Files.writeString(directory.resolve(selector + ".pem"), keys.toPem(pair));
    }

    private List<Verdict> verdicts(byte[] message) {
        var verifier = new DkimVerifier(name -> CompletableFuture.completedStage(keyRecords.containsKey(name)
                ? new KeyAnswer.Found(List.of(keyRecords.get(name)))
                : new KeyAnswer.NotFound()), crypto, clock);
        var checked = (Verification.Checked) verifier.verify(message).toCompletableFuture().join();
        return checked.results().stream().map(SignatureResult::verdict).toList();
    }

    private static PreparedMail prepare(MailComposer composer, SpooledMail.Place place, int index) throws Exception {
        var answer = new CompletableFuture<PreparedMail>();
        composer.prepare(request(place, index), answer::complete);
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static Optional<MailIdentity> identify(MailComposer composer, SpooledMail.Place place, int index)
            throws Exception {
        var answer = new CompletableFuture<Optional<MailIdentity>>();
        composer.identify(request(place, index), answer::complete);
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static MailRequest request(SpooledMail.Place place, int index) {
        return new MailRequest(place.acceptance(), place.ref(), List.of(index));
    }

    private static byte[] octets(Payload payload) {
        var out = new ByteArrayOutputStream();
        payload.parts().forEach(part -> out.writeBytes(octets(part)));
        return out.toByteArray();
    }

    private static byte[] octets(ByteBuffer part) {
        var octets = new byte[part.remaining()];
        part.duplicate().get(octets);
        return octets;
    }
}
