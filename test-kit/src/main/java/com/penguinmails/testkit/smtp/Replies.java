package com.penguinmails.testkit.smtp;

/** The usual replies. */
final class Replies {
    static final Reply CLOSING = Reply.of("221 2.0.0 Bye");
    static final Reply READY_FOR_TLS = Reply.of("220 2.0.0 Ready to start TLS");
    static final Reply DONE = Reply.of("250 2.0.0 Ok");
    static final Reply SENDER_OK = Reply.of("250 2.1.0 Sender ok");
    static final Reply RECIPIENT_OK = Reply.of("250 2.1.5 Recipient ok");
    static final Reply ACCEPTED = Reply.of("250 2.0.0 Accepted");
    static final Reply CANNOT_VERIFY = Reply.of("252 2.1.5 Cannot verify, will take mail");
    static final Reply HELP = Reply.of("214 2.0.0 A scripted receiver for tests");
    static final Reply START_CONTENT = Reply.of("354 End data with <CR><LF>.<CR><LF>");
    static final Reply TOO_MANY_RECIPIENTS = Reply.of("452 4.5.3 Too many recipients");
    static final Reply LINE_TOO_LONG = Reply.of("500 5.5.2 Line too long");
    static final Reply LINE_ENDING = Reply.of("500 5.5.2 A command ends with CRLF");
    static final Reply UNKNOWN_COMMAND = Reply.of("500 5.5.1 Unknown command");
    static final Reply SYNTAX = Reply.of("501 5.5.4 Syntax error in arguments");
    static final Reply NOT_OFFERED = Reply.of("502 5.5.1 Not offered");
    static final Reply BAD_SEQUENCE = Reply.of("503 5.5.1 Bad sequence of commands");
    static final Reply NO_RECIPIENTS = Reply.of("554 5.5.1 No valid recipients");
    static final Reply TOO_LARGE = Reply.of("552 5.3.4 Message too large");
    static final Reply PARAMETER = Reply.of("555 5.5.4 Parameter not offered");

    private Replies() {}
}
