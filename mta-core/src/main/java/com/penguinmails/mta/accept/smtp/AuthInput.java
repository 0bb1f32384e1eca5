package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue of AUTH (RFC 4954): PLAIN (RFC 4616) in one response, LOGIN in two, the user name and the password. The first
 * response may stand in the AUTH command itself. A lone {@code *} ends it.
 */
final class AuthInput implements InputState {
    private final SmtpSession session;
    private final LineReader lines;
    private final boolean plain;
    private @Nullable String user;

    private AuthInput(SmtpSession session, int maxLine, boolean plain) {
        this.session = session;
        this.lines = new LineReader(maxLine);
        this.plain = plain;
    }

    /** Begins the dialogue that the argument of AUTH asks for. */
    static InputState begin(SmtpSession session, int maxLine, String argument) {
        String[] words = argument.split(" +", 2);
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        if (!mechanism.equals("PLAIN") && !mechanism.equals("LOGIN")) {
            return session.reject(Replies.UNKNOWN_MECHANISM);
        }
        var dialogue = new AuthInput(session, maxLine, mechanism.equals("PLAIN"));
        if (words.length == 1) {
            return dialogue.ask(dialogue.plain ? Replies.CREDENTIALS : Replies.USER_NAME);
        }
        return dialogue.respond(words[1].equals("=") ? "" : words[1]);
    }

    @Override
    public InputState consume(ByteBuf in) {
        return switch (lines.next(in)) {
            case LineReader.Found.Nothing() -> this;
            case LineReader.Found.TooLong() -> session.reject(Replies.LINE_TOO_LONG);
            case LineReader.Found.BareLf() -> session.closeWith(Replies.BARE_LF);
            case LineReader.Found.Line(ByteBuf line) -> {
                session.lineRead();
                yield respond(line.toString(StandardCharsets.ISO_8859_1));
            }
        };
    }

    private InputState ask(ServerReply challenge) {
        session.send(challenge);
        return this;
    }

    private InputState respond(String response) {
        if (response.equals("*")) {
            return session.reject(Replies.AUTH_CANCELLED);
        }
        String text;
        try {
            text = new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return session.reject(Replies.BAD_BASE64);
        }
        return plain ? plain(text) : login(text);
    }

    private InputState plain(String message) {
        String[] parts = message.split("\0", -1);
        boolean ownIdentity = parts.length == 3 && (parts[0].isEmpty() || parts[0].equals(parts[1]));
        return ownIdentity ? session.authenticate(parts[1], parts[2]) : session.authenticate("", "");
    }

    private InputState login(String text) {
        if (user == null) {
            user = text;
            return ask(Replies.PASSWORD);
        }
        return session.authenticate(user, text);
    }
}
