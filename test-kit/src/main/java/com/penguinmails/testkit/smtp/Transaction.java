package com.penguinmails.testkit.smtp;

import com.penguinmails.testkit.smtp.ReceivedMessage.LineEndings;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mail transaction of a session (RFC 5321 section 3.3); reused for all of them. One thread only. */
final class Transaction {
    private final ContentBuffer content;
    private final DataScanner scanner = new DataScanner();
    private final List<ReceivedRecipient> recipients = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private @Nullable PathArgument sender;
    private boolean open;
    private boolean chunked;

    Transaction(ContentBuffer content) {
        this.content = content;
    }

    boolean isOpen() {
        return open;
    }

    /** Forgets the transaction before and notes the reverse-path, which counts only once {@link #open} was called. */
    void begin(PathArgument from) {
        clear();
        sender = from;
    }

    void open() {
        open = true;
    }

    /** Ends the transaction; what it held can be read until the next one begins. */
    void close() {
        open = false;
    }

    void add(PathArgument to) {
        recipients.add(new ReceivedRecipient(to.address(), to.parameters()));
        addresses.add(to.address());
    }

    void beginContent(boolean byChunks) {
        chunked = byChunks;
        scanner.begin();
    }

    boolean isChunked() {
        return chunked;
    }

    /** True if the end of data was reached. */
    boolean readData(ByteBuf in) {
        return scanner.scan(in, content);
    }

    void readChunk(ByteBuf in, int length) {
        int from = in.readerIndex();
        scanner.inspect(in, from, from + length);
        content.write(in, from, from + length);
        in.skipBytes(length);
    }

    ContentBuffer content() {
        return content;
    }

    String reversePath() {
        return sender == null ? "" : sender.address();
    }

    List<String> addresses() {
        return addresses;
    }

    ReceivedMessage.Envelope envelope() {
        return new ReceivedMessage.Envelope(reversePath(), sender == null ? List.of() : sender.parameters(),
                List.copyOf(recipients));
    }

    LineEndings lineEndings() {
        return new LineEndings(chunked, scanner.bareCr(), scanner.bareLf());
    }

    void clear() {
        sender = null;
        open = false;
        chunked = false;
        recipients.clear();
        addresses.clear();
        content.clear();
    }
}
