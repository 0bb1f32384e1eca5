package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * One reply of ours on one line (RFC 5321 §4.2, RFC 2034).
 *
 * @param code such as 250
 * @param status the enhanced status code, such as {@code 2.0.0}; empty where none belongs (220, 334, 354, EHLO)
 * @param text printable ASCII; anything else is replaced, and what exceeds 400 characters is cut
 */
record ServerReply(int code, String status, String text) {
    private static final int MAX_TEXT = 400;

    ServerReply {
        text = printable(text);
    }

    boolean isRejection() {
        return code >= 500;
    }

    void writeTo(ByteBuf out) {
        out.writeByte('0' + code / 100).writeByte('0' + code / 10 % 10).writeByte('0' + code % 10).writeByte(' ');
        if (!status.isEmpty()) {
            out.writeCharSequence(status, StandardCharsets.US_ASCII);
            out.writeByte(' ');
        }
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        out.writeByte('\r').writeByte('\n');
    }

    private static String printable(String text) {
        String cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        for (int i = 0; i < cut.length(); i++) {
            if (cut.charAt(i) < ' ' || cut.charAt(i) >= 0x7f) {
                return cut.replaceAll("[^ -~]", "?");
            }
        }
        return cut;
    }
}
