package com.penguinmails.mta.accept.smtp;

/** What each command does: here those of the session, in {@link TransactionCommands} those of a transaction. */
final class Commands {
    private final ListenerContext context;
    private final SmtpSession session;
    private final Client client;
    private final TransactionCommands transactionCommands;

    Commands(ListenerContext context, SmtpSession session, Client client) {
        this.context = context;
        this.session = session;
        this.client = client;
        this.transactionCommands = new TransactionCommands(context, session, client);
    }

    /** @param followed whether octets behind the command are there already */
    InputState execute(SmtpCommand command, boolean followed) {
        String argument = command.argument();
        return switch (command.verb()) {
            case MAIL -> transactionCommands.mail(argument);
            case RCPT -> transactionCommands.rcpt(argument);
            case DATA -> transactionCommands.data(argument);
            case BDAT -> transactionCommands.bdat(argument);
            case EHLO -> greet(argument, true);
            case HELO -> greet(argument, false);
            case RSET -> reset(argument);
            case NOOP -> session.answer(Replies.OK);
            case QUIT -> argument.isEmpty() ? session.quit() : session.reject(Replies.NO_ARGUMENT_ALLOWED);
            case AUTH -> auth(argument);
            case STARTTLS -> startTls(argument, followed);
            case VRFY -> session.answer(Replies.CANNOT_VERIFY);
            case HELP -> session.answer(Replies.HELP);
            case EXPN -> session.reject(Replies.NOT_IMPLEMENTED);
            case FOREIGN -> session.closeWith(Replies.FORBIDDEN_COMMAND);
            case UNKNOWN -> session.reject(Replies.UNKNOWN_COMMAND);
        };
    }

    private InputState greet(String name, boolean extended) {
        String trimmed = name.strip();
        if (trimmed.isEmpty()) {
            return session.reject(Replies.NAME_NEEDED);
        }
        session.endTransaction();
        client.greeted(trimmed, extended);
        return extended
                ? session.answer(extensions())
                : session.answer(new ServerReply(250, "", context.nodeName()));
    }

    private String extensions() {
        boolean offersTls = context.tls() != null && !client.isSecure();
        return "250-" + context.nodeName() + "\r\n250-PIPELINING\r\n250-SIZE "
                + context.config().maxMessageSize().bytes()
                + "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-CHUNKING\r\n250-DSN\r\n"
                + (offersTls ? "250-STARTTLS\r\n" : "")
                + (client.mayAuthenticate() ? "250-AUTH PLAIN LOGIN\r\n" : "")
                + "250 ENHANCEDSTATUSCODES\r\n";
    }

    private InputState reset(String argument) {
        if (!argument.isEmpty()) {
            return session.reject(Replies.NO_ARGUMENT_ALLOWED);
        }
        session.endTransaction();
        return session.answer(Replies.OK);
    }

    private InputState auth(String argument) {
        if (!client.isExtended()) {
            return session.reject(Replies.GREETING_FIRST);
        }
        if (client.isAuthenticated()) {
            return session.reject(Replies.ALREADY_AUTHENTICATED);
        }
        if (session.transaction() != null) {
            return session.reject(Replies.AUTH_IN_TRANSACTION);
        }
        if (!client.mayAuthenticate()) {
            return session.reject(Replies.ENCRYPTION_NEEDED);
        }
        return AuthInput.begin(session, context.config().maxLine(), argument.strip());
    }

    /** Octets behind STARTTLS were sent in clear text, maybe by someone else, and must not be read as if TLS had kept them. */
    private InputState startTls(String argument, boolean followed) {
        if (context.tls() == null) {
            return session.reject(Replies.TLS_NOT_OFFERED);
        }
        if (client.isSecure()) {
            return session.reject(Replies.TLS_ACTIVE);
        }
        if (!argument.isEmpty()) {
            return session.reject(Replies.NO_ARGUMENT_ALLOWED);
        }
        if (!client.isExtended()) {
            return session.reject(Replies.GREETING_FIRST);
        }
        return followed ? session.closeWith(Replies.TLS_PIPELINED) : session.startTls();
    }
}
