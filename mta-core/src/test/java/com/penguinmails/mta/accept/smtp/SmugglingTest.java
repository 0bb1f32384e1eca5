package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** False ends of data are content, however they are cut into segments, and stay one message on the way out. */
class SmugglingTest {
    private static final String SMUGGLED = "MAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@receiver.example>"
            + "\r\nDATA\r\nFrom: evil@evil.example\r\n\r\nsmuggled";

    @Test
    void everyFalseEndOfDataIsContent() throws IOException {
        List<String> sequences = sequences();
        assertThat(sequences).hasSizeGreaterThanOrEqualTo(12);
        var random = new Random(3);
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            for (int i = 0; i < sequences.size(); i++) {
                client.beginData();
                String content = "From: a@example.com\r\n\r\nbefore" + sequences.get(i) + SMUGGLED + "\r\n.\r\n";
                client.sendSplit(content, random, 40);
                assertThat(client.reply()).as("sequence %d", i).startsWith("250 2.0.0 Accepted");
                assertThat(node.spool.committed()).hasSize(i + 1);
                assertThat(node.content(i)).contains("before").contains(SMUGGLED).endsWith("\r\nsmuggled\r\n");
                assertOnlyWholeLineEnds(node.content(i));
            }
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void everyFalseEndOfDataIsContentOfAChunkToo() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            for (String sequence : sequences()) {
                String content = "From: a@example.com\r\n\r\nbefore" + sequence + SMUGGLED;
                client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@receiver.example>\r\nBDAT " + content.length()
                        + " LAST\r\n" + content);
                assertThat(client.reply() + client.reply()).contains("2.1.0").contains("2.1.5");
                assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            }
            for (int i = 0; i < node.spool.committed().size(); i++) {
                assertThat(node.content(i)).endsWith("\r\nsmuggled\r\n");
                assertOnlyWholeLineEnds(node.content(i));
            }
        }
    }

    private static void assertOnlyWholeLineEnds(String content) {
        assertThat(content.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
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
