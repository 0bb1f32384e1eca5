package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.AcceptResult;
import com.penguinmails.mta.accept.AcceptResult.Accepted;
import com.penguinmails.mta.accept.AcceptResult.InProgress;
import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.accept.AcceptResult.RefusedForNow;
import com.penguinmails.mta.accept.AcceptResult.Repeated;

/** Every reply that does not depend on the session: one place to look up what the listener says and when. */
final class Replies {
    static final ServerReply OK = new ServerReply(250, "2.0.0", "OK");
    static final ServerReply SENDER_OK = new ServerReply(250, "2.1.0", "Sender OK");
    static final ServerReply RECIPIENT_OK = new ServerReply(250, "2.1.5", "Recipient OK");
    static final ServerReply START_CONTENT = new ServerReply(354, "", "Go ahead, end with a dot on a line of its own");
    static final ServerReply BYE = new ServerReply(221, "2.0.0", "Bye");
    static final ServerReply HELP = new ServerReply(214, "2.0.0",
            "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT STARTTLS AUTH (RFC 5321)");
    static final ServerReply CANNOT_VERIFY = new ServerReply(252, "2.5.0", "Cannot verify, will take mail and try");
    static final ServerReply START_TLS = new ServerReply(220, "2.0.0", "Ready to start TLS");
    static final ServerReply AUTHENTICATED = new ServerReply(235, "2.7.0", "Authentication succeeded");

    static final ServerReply TOO_MANY_CONNECTIONS = new ServerReply(421, "4.3.2",
            "Too many connections to this node, try again later");
    static final ServerReply TOO_MANY_FROM_ADDRESS = new ServerReply(421, "4.7.0",
            "Too many connections from your address, close some first");
    static final ServerReply TOO_MANY_ERRORS = new ServerReply(421, "4.7.0", "Too many errors, closing");
    static final ServerReply TOO_MANY_TRANSACTIONS = new ServerReply(421, "4.7.0",
            "Too many messages in one session, open a new one");
    static final ServerReply TOO_MANY_FAILED_LOGINS = new ServerReply(421, "4.7.0", "Too many failed logins, closing");
    static final ServerReply TIMEOUT = new ServerReply(421, "4.4.2", "You took too long, closing");
    static final ServerReply SHUTTING_DOWN = new ServerReply(421, "4.3.2",
            "The node is shutting down, try again later");
    static final ServerReply INTERNAL = new ServerReply(421, "4.3.0", "Something went wrong here, closing");

    static final ServerReply NO_MEMORY = new ServerReply(452, "4.3.1", "Too much mail is coming in, try again later");
    static final ServerReply TOO_MANY_RECIPIENTS = new ServerReply(452, "4.5.3",
            "Too many recipients, send the rest in another message");

    static final ServerReply LINE_TOO_LONG = new ServerReply(500, "5.5.2", "The line is too long");
    static final ServerReply UNKNOWN_COMMAND = new ServerReply(500, "5.5.1", "This command is not known here");
    static final ServerReply BAD_CHARACTER = new ServerReply(500, "5.5.2",
            "A command holds no control character");
    static final ServerReply BARE_LF = new ServerReply(500, "5.5.2", "Lines end with CRLF, closing");
    static final ServerReply USER_NAME = new ServerReply(334, "", "VXNlcm5hbWU6");
    static final ServerReply PASSWORD = new ServerReply(334, "", "UGFzc3dvcmQ6");
    static final ServerReply CREDENTIALS = new ServerReply(334, "", "");
    static final ServerReply NOT_UTF8 = new ServerReply(500, "5.5.2", "A command is ASCII or valid UTF-8");
    static final ServerReply FORBIDDEN_COMMAND = new ServerReply(554, "5.7.0", "This is no web server, closing");
    static final ServerReply NO_ARGUMENT_ALLOWED = new ServerReply(501, "5.5.4", "This command has no argument");
    static final ServerReply NAME_NEEDED = new ServerReply(501, "5.5.4", "Say your name: EHLO client.example");
    static final ServerReply BAD_BASE64 = new ServerReply(501, "5.5.2", "Base64 is expected");
    static final ServerReply AUTH_CANCELLED = new ServerReply(501, "5.7.0", "Authentication cancelled");
    static final ServerReply BAD_CHUNK_SIZE = new ServerReply(501, "5.5.4",
            "BDAT needs a size in octets, then LAST or nothing; closing, because where commands go on is not known");
    static final ServerReply NOT_IMPLEMENTED = new ServerReply(502, "5.5.1", "This command is not implemented");
    static final ServerReply GREETING_FIRST = new ServerReply(503, "5.5.1", "Say EHLO first");
    static final ServerReply NESTED_MAIL = new ServerReply(503, "5.5.1", "A transaction is open, RSET ends it");
    static final ServerReply MAIL_FIRST = new ServerReply(503, "5.5.1", "Say MAIL first");
    static final ServerReply RECIPIENT_FIRST = new ServerReply(503, "5.5.1", "No valid recipient was named");
    static final ServerReply CHUNKS_BEGUN = new ServerReply(503, "5.5.1", "After BDAT only BDAT or RSET may come");
    static final ServerReply TLS_ACTIVE = new ServerReply(503, "5.5.1", "TLS is active already");
    static final ServerReply TLS_NOT_OFFERED = new ServerReply(502, "5.5.1", "STARTTLS is not offered here");
    static final ServerReply TLS_PIPELINED = new ServerReply(554, "5.5.1",
            "Nothing may be sent behind STARTTLS before its reply, closing");
    static final ServerReply ALREADY_AUTHENTICATED = new ServerReply(503, "5.5.1", "Already authenticated");
    static final ServerReply AUTH_IN_TRANSACTION = new ServerReply(503, "5.5.1", "Not within a transaction");
    static final ServerReply UNKNOWN_MECHANISM = new ServerReply(504, "5.5.4", "The mechanisms are PLAIN and LOGIN");
    static final ServerReply AUTH_NEEDED = new ServerReply(530, "5.7.0", "Authentication is required");
    static final ServerReply BAD_CREDENTIALS = new ServerReply(535, "5.7.8",
            "Wrong credentials: the user name is the key's id, the password the whole key");
    static final ServerReply ENCRYPTION_NEEDED = new ServerReply(538, "5.7.11", "AUTH needs TLS: say STARTTLS first");
    static final ServerReply TOO_LARGE = new ServerReply(552, "5.3.4", "The message is larger than SIZE says");
    static final ServerReply SMTPUTF8_NEEDED = new ServerReply(553, "5.6.7",
            "An address outside ASCII needs the parameter SMTPUTF8 in MAIL");

    private Replies() {}

    static ServerReply syntax(String status, String text) {
        return new ServerReply(501, status, text);
    }

    static ServerReply refusedForNow(String reason) {
        return new ServerReply(452, "4.3.1", "Not for now: " + reason);
    }

    /** The answer to a complete message. */
    static ServerReply of(AcceptResult result) {
        return switch (result) {
            case Accepted(var id) -> accepted(id.toString());
            case Repeated(var first) -> accepted(first.response());
            case InProgress _ -> new ServerReply(451, "4.3.0",
                    "The first message under this idempotency key is still being accepted");
            case RefusedForNow(var reason, _) -> refusedForNow(reason);
            case Refused refused -> refused(refused);
        };
    }

    private static ServerReply accepted(String id) {
        return new ServerReply(250, "2.0.0", "Accepted " + id);
    }

    private static ServerReply refused(Refused refused) {
        return switch (refused.code()) {
            case "message_too_large", "header_too_large" -> new ServerReply(552, "5.3.4", refused.detail());
            case "header_malformed", "header_invalid" -> new ServerReply(550, "5.6.0", refused.detail());
            default -> new ServerReply(550, "5.7.1", refused.detail());
        };
    }
}
