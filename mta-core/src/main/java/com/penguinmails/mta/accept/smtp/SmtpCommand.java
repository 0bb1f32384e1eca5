package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A command line (RFC 5321 §4.1.1), or the reason why it is none.
 *
 * @param argument what stands behind the word and one space, without spaces at its end; empty if nothing does
 */
record SmtpCommand(Verb verb, String argument) implements CommandLine {

    /** Reads a line without its CRLF. */
    static CommandLine parse(ByteBuf line) {
        boolean ascii = true;
        for (int i = line.readerIndex(); i < line.writerIndex(); i++) {
            byte octet = line.getByte(i);
            if (octet >= 0 && octet < ' ' && octet != '\t' || octet == 0x7f) {
                return new Malformed(Replies.BAD_CHARACTER);
            }
            ascii &= octet >= 0;
        }
        try {
            String text = ascii
                    ? line.toString(StandardCharsets.US_ASCII)
                    : StandardCharsets.UTF_8.newDecoder().decode(octets(line)).toString();
            return of(text.stripTrailing());
        } catch (CharacterCodingException e) {
            return new Malformed(Replies.NOT_UTF8);
        }
    }

    private static ByteBuffer octets(ByteBuf line) {
        return line.nioBuffer();
    }

    private static SmtpCommand of(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new SmtpCommand(Verb.of(text), "")
                : new SmtpCommand(Verb.of(text.substring(0, space)), text.substring(space + 1));
    }
}
