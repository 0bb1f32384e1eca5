package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.message.Recipient;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MAIL, RCPT, DATA and BDAT (RFC 5321 §4.1.1.2 to §4.1.1.4, RFC 3030). */
final class TransactionCommands {
    private static final Pattern CHUNK = Pattern.compile("(\\d{1,15})(?: +(LAST))?");

    private final ListenerContext context;
    private final SmtpSession session;
    private final Client client;

    TransactionCommands(ListenerContext context, SmtpSession session, Client client) {
        this.context = context;
        this.session = session;
        this.client = client;
    }

    InputState mail(String argument) {
        if (!client.hasGreeted()) {
            return session.reject(Replies.GREETING_FIRST);
        }
        if (session.transaction() != null) {
            return session.reject(Replies.NESTED_MAIL);
        }
        if (!isKnown()) {
            return session.reject(Replies.AUTH_NEEDED);
        }
        if (session.hasReachedTransactionLimit()) {
            return session.closeWith(Replies.TOO_MANY_TRANSACTIONS);
        }
        return switch (context.arguments().mail(argument, client.isExtended())) {
            case ArgumentReader.Result.Mail mail -> begin(mail);
            case ArgumentReader.Result.Rejected(var reply) -> session.reject(reply);
            case ArgumentReader.Result.Rcpt _ -> throw new IllegalStateException("MAIL was read as RCPT");
        };
    }

    /** A session may be longer than the life of its key. */
    private boolean isKnown() {
        Sender sender = client.sender();
        if (sender == null) {
            return false;
        }
        Optional<Sender> renewed = context.services().keys().get().renew(sender, client.address());
        if (renewed.isEmpty()) {
            client.deauthenticated();
        } else if (client.isAuthenticated()) {
            client.authenticated(renewed.get());
        }
        return renewed.isPresent();
    }

    private InputState begin(ArgumentReader.Result.Mail mail) {
        if (!context.budget().hasRoom(Math.max(1, mail.size()))) {
            return session.answer(Replies.NO_MEMORY);
        }
        Optional<String> refusal = context.services().acceptor().refusalForNow(1);
        if (refusal.isPresent()) {
            return session.answer(Replies.refusedForNow(refusal.get()));
        }
        session.begin(new Transaction(mail.envelope(),
                new ContentBuffer(context.budget(), context.buffers(), context.config().maxMessageSize().toInt(),
                        mail.size())));
        return session.answer(Replies.SENDER_OK);
    }

    InputState rcpt(String argument) {
        Transaction transaction = session.transaction();
        if (transaction == null) {
            return session.reject(Replies.MAIL_FIRST);
        }
        if (transaction.chunksBegun()) {
            return session.reject(Replies.CHUNKS_BEGUN);
        }
        return switch (context.arguments().rcpt(argument, client.isExtended(), transaction.envelope().smtpUtf8())) {
            case ArgumentReader.Result.Rcpt(var recipient) -> add(transaction, recipient);
            case ArgumentReader.Result.Rejected(var reply) -> session.reject(reply);
            case ArgumentReader.Result.Mail _ -> throw new IllegalStateException("RCPT was read as MAIL");
        };
    }

    private InputState add(Transaction transaction, Recipient recipient) {
        if (transaction.recipientCount() >= context.config().maxRecipients()) {
            return session.answer(Replies.TOO_MANY_RECIPIENTS);
        }
        transaction.add(recipient);
        return session.answer(Replies.RECIPIENT_OK);
    }

    InputState data(String argument) {
        if (!argument.isEmpty()) {
            return session.reject(Replies.NO_ARGUMENT_ALLOWED);
        }
        Transaction transaction = session.transaction();
        if (transaction == null) {
            return session.reject(Replies.MAIL_FIRST);
        }
        ServerReply refusal = contentRefusal(transaction, true);
        if (refusal != null) {
            return session.reject(refusal);
        }
        session.contentBegins();
        session.send(Replies.START_CONTENT);
        return new DataInput(session, transaction.beginData());
    }

    /** The octets of a refused chunk are read all the same: nothing else tells where the next command is. */
    InputState bdat(String argument) {
        Matcher matcher = CHUNK.matcher(argument.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return session.closeWith(Replies.BAD_CHUNK_SIZE);
        }
        long size = Long.parseLong(matcher.group(1));
        Transaction transaction = session.transaction();
        session.contentBegins();
        if (transaction == null) {
            return ChunkInput.refused(session, Replies.MAIL_FIRST, size);
        }
        ServerReply refusal = contentRefusal(transaction, !transaction.chunksBegun());
        if (refusal != null) {
            return ChunkInput.refused(session, refusal, size);
        }
        return ChunkInput.taken(session, transaction.nextChunk(), size, matcher.group(2) != null);
    }

    private @Nullable ServerReply contentRefusal(Transaction transaction, boolean first) {
        if (transaction.recipientCount() == 0) {
            return Replies.RECIPIENT_FIRST;
        }
        if (!first) {
            return null;
        }
        if (transaction.chunksBegun()) {
            return Replies.CHUNKS_BEGUN;
        }
        return context.services().acceptor().refusalForNow(transaction.recipientCount()).map(Replies::refusedForNow)
                .orElse(null);
    }
}
