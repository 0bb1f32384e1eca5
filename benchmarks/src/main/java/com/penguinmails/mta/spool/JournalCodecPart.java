package com.penguinmails.mta.spool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The acceptance of a message with one recipient, to octets and back. The rival is Jackson with the same values as JSON, read into
 * its tree.
 */
@Part("journal")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class JournalCodecPart {
    private static final String ENCODE = "encode an acceptance";
    private static final String DECODE = "decode an acceptance";
    private static final String RIVAL = "Jackson, JSON";

    private final JournalRecord.Message message = BenchedMessage.of(1, new ContentRef(1_000_000, 2048));
    private final List<JournalItem> items = List.of(new JournalItem.Fact(message));
    private final RecordWriter writer = new RecordWriter();
    private final byte[] encoded = bytes(JournalCodec.encode(new RecordWriter(), items));
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Object> values = Map.ofEntries(Map.entry("id", "msg_00000000010000000000000001"),
            Map.entry("tenant", "tenant"), Map.entry("campaign", "campaign"), Map.entry("tag", ""),
            Map.entry("priority", "bulk"), Map.entry("reverse_path", "news@sender.bench.test"),
            Map.entry("recipients", List.of("recipient1@d.bench.test")),
            Map.entry("sender_domain", "sender.bench.test"), Map.entry("accepted", 1L), Map.entry("send_at", 1L),
            Map.entry("expires", 432_000_000L), Map.entry("content", 1_000_000L), Map.entry("length", 2048));
    private final byte[] json = write();

    private static byte[] bytes(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }

    private byte[] write() {
        try {
            return mapper.writeValueAsBytes(values);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    @Subject(task = ENCODE)
    public ByteBuffer encode() {
        return JournalCodec.encode(writer, items);
    }

    @Benchmark
    @Subject(task = ENCODE, rival = RIVAL)
    public byte[] encodeByJackson() {
        return write();
    }

    @Benchmark
    @Subject(task = DECODE)
    public Object decode() throws CorruptRecordException {
        return JournalCodec.decode(1, ByteBuffer.wrap(encoded));
    }

    @Benchmark
    @Subject(task = DECODE, rival = RIVAL)
    public JsonNode decodeByJackson() throws IOException {
        return mapper.readTree(json);
    }
}
