package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.SubmissionClient;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import com.penguinmails.testkit.smtp.ReceiverBuilder;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another server could take for the end of data is content on the way in, and content on the way out. */
final class SmugglingTest {
    private static final String SMUGGLED = "MAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@d1.test>\r\nDATA\r\n"
            + "From: evil@evil.example\r\n\r\nsmuggled";

    @TempDir
    private Path directory;

    @Test
    void falseEndsOfDataReachAReceiverOfChunksAsOneMessageEach() throws IOException, InterruptedException {
        eachLeavesAsOneMessage(ScriptedReceiver.builder());
    }

    @Test
    void falseEndsOfDataReachAReceiverOfDotStuffedDataAsOneMessageEach() throws IOException, InterruptedException {
        eachLeavesAsOneMessage(ScriptedReceiver.builder().without(Capability.CHUNKING));
    }

    private void eachLeavesAsOneMessage(ReceiverBuilder receiver) throws IOException, InterruptedException {
        List<String> sequences = sequences();
        assertThat(sequences).hasSizeGreaterThanOrEqualTo(12);
        try (MailWorld world = MailWorld.start(receiver); var node = new NodeProcess(directory)) {
            world.writeConfig(directory, "");
            node.start();
            try (var client = SubmissionClient.open(node.smtp())) {
                for (int i = 0; i < sequences.size(); i++) {
                    String content = "From: " + Mail.SENDER + "\r\n\r\nbefore" + sequences.get(i) + SMUGGLED;
                    var receipt = client.submit(Mail.SENDER, List.of(Mail.recipient("user", i)),
                            content.getBytes(StandardCharsets.US_ASCII));
                    assertThat(receipt.accepted()).as("sequence %d: %s", i, receipt.reply()).hasSize(1);
                }
                assertThat(client.command("NOOP")).as("the session is in step").startsWith("250");
            }
            assertThat(node.awaitSettled(Duration.ofSeconds(60)).path("delivered").asInt()).isEqualTo(sequences.size());
            List<ReceivedMessage> messages = world.receiver().messages();
            assertThat(messages).hasSize(sequences.size());
            assertThat(messages).allSatisfy(message -> {
                assertThat(message.reversePath()).contains(Mail.SENDER);
                assertThat(message.recipientAddresses()).singleElement().asString().startsWith("user.");
                assertThat(message.text()).contains("before").contains(SMUGGLED);
            });
            assertThat(world.receiver().stats().bareCr() + world.receiver().stats().bareLf()).as("bare CR and LF")
                    .isZero();
        }
    }

    private static List<String> sequences() throws IOException {
        Path file = Path.of(System.getProperty("corpora.dir", "../../shared/corpora"),
                "smtp-smuggling/eod-sequences.tsv");
        if (!Boolean.getBoolean("corpora.required")) {
            assumeTrue(Files.exists(file), "no third-party test data at " + file + "; set -Dcorpora.dir");
        }
        return Files.readAllLines(file).stream().skip(1).map(line -> line.split("\t", -1)[0])
                .map(escaped -> escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\x00", "\0")).toList();
    }
}
