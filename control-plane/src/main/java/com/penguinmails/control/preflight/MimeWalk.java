package com.penguinmails.control.preflight;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** Goes through the parts of a mail once; attached mails are not gone into. For one thread, once. */
final class MimeWalk {
    /** Deeper mail is an attack on its readers. */
    private static final int MAX_DEPTH = 64;
    private static final int MAX_PARTS = 10_000;
    private static final int MAX_FIELDS = 2_000;
    private static final int UNLIMITED = -1;
    private static final int CHUNK = 8 * 1024;

    private final MimeTokenStream stream;
    private final Deque<String> multiparts = new ArrayDeque<>();
    private int parts;
    private boolean attached;
    private boolean hasHtml;
    private long htmlOctets;
    private boolean hasAlternative;
    private boolean hasAlternativeText;

    private MimeWalk(boolean strict) {
        MimeConfig config = new MimeConfig.Builder().setStrictParsing(strict).setMaxLineLen(UNLIMITED)
                .setMaxHeaderLen(MailUnderReview.MAX_HEADER).setMaxHeaderCount(MAX_FIELDS).build();
        stream = new MimeTokenStream(config, strict ? DecodeMonitor.STRICT : DecodeMonitor.SILENT, null);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    }

    /** Reads as strictly as the standards have it, and if that does not work out as leniently as most receivers do. */
    static MimeShape of(byte[] message) {
        try {
            return new MimeWalk(true).walk(message);
        } catch (IOException | MimeException strict) {
            try {
                return new MimeWalk(false).walk(message).withFlaw(words(strict));
            } catch (IOException | MimeException lenient) {
                return MimeShape.unreadable(words(lenient));
            }
        }
    }

    private static String words(Exception cause) {
        return String.valueOf(cause.getMessage());
    }

    private MimeShape walk(byte[] message) throws IOException, MimeException {
        stream.parse(new ByteArrayInputStream(message));
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_START_HEADER -> attached = false;
                case T_FIELD -> field(stream.getField());
                case T_START_MULTIPART -> open();
                case T_END_MULTIPART -> multiparts.pop();
                case T_BODY -> leaf();
                default -> {
                }
            }
        }
        return new MimeShape("", "", hasHtml, htmlOctets, hasAlternative, hasAlternativeText);
    }

    private void field(Field field) {
        if (field.getName().equalsIgnoreCase("Content-Disposition")) {
            attached = String.valueOf(field.getBody()).strip().toLowerCase(Locale.ROOT).startsWith("attachment");
        }
    }

    private void open() throws MimeException {
        multiparts.push(stream.getBodyDescriptor().getSubType().toLowerCase(Locale.ROOT));
        if (multiparts.size() > MAX_DEPTH) {
            throw new MimeException("multiparts stand more than " + MAX_DEPTH + " deep in each other");
        }
    }

    private void leaf() throws IOException, MimeException {
        if (++parts > MAX_PARTS) {
            throw new MimeException("there are more than " + MAX_PARTS + " parts");
        }
        long[] octets = read(stream.getDecodedInputStream());
        if (attached) {
            return;
        }
        switch (stream.getBodyDescriptor().getMimeType().toLowerCase(Locale.ROOT)) {
            case "text/html" -> {
                hasHtml = true;
                htmlOctets += octets[0];
            }
            case "text/plain" -> {
                hasAlternative |= multiparts.contains("alternative");
                hasAlternativeText |= multiparts.contains("alternative") && octets[1] > 0;
            }
            default -> {
            }
        }
    }

    /** How many octets there are, and how many of them are no white space. */
    private static long[] read(InputStream in) throws IOException {
        var chunk = new byte[CHUNK];
        long all = 0;
        long seen = 0;
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            all += length;
            for (int i = 0; i < length; i++) {
                seen += chunk[i] > ' ' || chunk[i] < 0 ? 1 : 0;
            }
        }
        return new long[]{all, seen};
    }
}
