package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.message.Mailbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whatever a client sends as rows: lines are those that a plain reading finds, and a row's variables are an object of their own. */
final class RowFuzzTest {
    private static final int LONGEST = 300;

    private final RowParser parser = new RowParser();
    private final ObjectMapper json = new ObjectMapper();

    @FuzzTest(maxDuration = "1m")
    void linesAreThoseOfAPlainReadingAndRowsKeepTheirVariables(byte[] octets) throws IOException {
        List<@Nullable String> lines = lines(new ByteArrayInputStream(octets));
        assertThat(lines).isEqualTo(plainLines(octets));
        assertThat(lines(new OneByOne(octets))).isEqualTo(lines);
        for (String line : lines) {
            if (line != null) {
                assertRow(line.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Each octet one character; null for a line that is too long. */
    private static List<@Nullable String> lines(InputStream in) throws IOException {
        var source = new LineSource(in);
        var lines = new ArrayList<@Nullable String>();
        for (var found = source.next(LONGEST); found != LineSource.Found.END; found = source.next(LONGEST)) {
            lines.add(found == LineSource.Found.TOO_LONG
                    ? null
                    : new String(source.line(), 0, source.length(), StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    private static List<@Nullable String> plainLines(byte[] octets) {
        var lines = new ArrayList<@Nullable String>();
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < text.length();) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            lines.add(bare.length() > LONGEST ? null : bare);
            at = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    private void assertRow(byte[] line) throws IOException {
        switch (parser.parse(line, line.length)) {
            case RowParser.Parsed.Row(Mailbox to, RowParser.Variables variables) -> {
                assertThat(Mailbox.parse(to.toString())).isEqualTo(to);
                JsonNode whole = json.readTree(line);
                JsonNode own = json.readTree(variables.octets());
                assertThat(own.isObject()).isTrue();
                assertThat(own).isEqualTo(whole.has("variables") ? whole.get("variables") : json.createObjectNode());
            }
            case RowParser.Parsed.Wrong(var problem) -> assertThat(problem.detail()).isNotBlank();
        }
    }

    private static final class OneByOne extends ByteArrayInputStream {
        OneByOne(byte[] octets) {
            super(octets);
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 1));
        }
    }
}
