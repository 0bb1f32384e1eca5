package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.counter.Counter;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session: what it has said so far, and what the next octets are.
 *
 * <p>The law. A session reads commands; from there it may go to an AUTH dialogue, to the content of a message by DATA or by a
 * BDAT chunk, or to a TLS handshake, and from each of these back to commands. At the end of the content it waits for the commit
 * and reads nothing before the reply to it is queued. From anywhere it may be closed, and a closed session never reads again.
 * A transaction begins with MAIL and ends with the end of its content, RSET, EHLO or STARTTLS; its memory is given back in
 * every case. Each command gets one reply, in the order of the commands.
 *
 * <p>For the connection's thread alone.
 */
final class SmtpSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);
    private static final int MAX_FAILED_LOGINS = 3;
    private static final InputState CLOSED = new ClosedInput();

    private final ListenerContext context;
    private final SessionLink link;
    private final Client client;
    private final CommandInput commandInput;
    private final ContentSubmitter submitter;
    private InputState state;
    private @Nullable Transaction transaction;
    private int transactions;
    private int errors;
    private int failedLogins;
    private long lastActivityNanos;
    private boolean inContent;
    private long contentBegunNanos;
    private boolean closed;
    private boolean shuttingDown;

    SmtpSession(ListenerContext context, InetAddress remote, SessionLink link) {
        this.context = context;
        this.link = link;
        this.client = new Client(remote, context.config().trustLoopback());
        this.commandInput = new CommandInput(this, new Commands(context, this, client), context.config().maxLine());
        this.submitter = new ContentSubmitter(context, client);
        this.state = commandInput;
        this.lastActivityNanos = context.services().clock().nanoTime();
    }

    void greet() {
        link.send(new ServerReply(220, "", context.nodeName() + " ESMTP Penguin MTA"));
    }

    /** Reads on. What is left in {@code in} must be given again, in front of what comes next. */
    void advance(ByteBuf in) {
        if (state instanceof DataInput || state instanceof ChunkInput) {
            lastActivityNanos = context.services().clock().nanoTime();
        }
        InputState before;
        int readerIndex;
        do {
            if (!closed && !link.takesReplies()) {
                return;
            }
            before = state;
            readerIndex = in.readerIndex();
            InputState next = state.consume(in);
            state = closed ? CLOSED : next;
        } while (state != before || in.readerIndex() != readerIndex);
    }

    /** In how many nanoseconds the client will have been too slow; {@code Long.MAX_VALUE} while it is our turn. */
    long patienceNanos() {
        if (state instanceof CommitInput || state instanceof HandshakeInput || closed) {
            return Long.MAX_VALUE;
        }
        long now = context.services().clock().nanoTime();
        long silence = context.config().commandTimeout().toNanos() - (now - lastActivityNanos);
        long content = context.config().dataTimeout().toNanos() - (now - contentBegunNanos);
        return inContent ? Math.min(silence, content) : silence;
    }

    void timeOut() {
        context.services().counters().increment(Counter.SMTP_TIMEOUTS);
        var _ = closeWith(Replies.TIMEOUT);
        state = CLOSED;
    }

    /** No new messages: closes at once, or behind the message that is coming in or waits for its commit. */
    void shutDown() {
        shuttingDown = true;
        boolean idle = !inContent && !(state instanceof CommitInput);
        if (idle && !closed) {
            var _ = closeWith(Replies.SHUTTING_DOWN);
            state = CLOSED;
        }
    }

    /** The TLS handshake succeeded. */
    void secured() {
        context.services().counters().increment(Counter.SMTP_TLS_SESSIONS);
        client.secured();
        lineRead();
        state = commandInput;
    }

    /** The connection is gone. */
    void disconnected() {
        endTransaction();
        closed = true;
        state = CLOSED;
    }

    /** The client said something complete, and may be silent again. */
    void lineRead() {
        lastActivityNanos = context.services().clock().nanoTime();
    }

    void send(ServerReply reply) {
        link.send(reply);
    }

    /** Replies and reads commands again. */
    InputState answer(ServerReply reply) {
        link.send(reply);
        return commandInput;
    }

    InputState answer(String lines) {
        link.send(lines);
        return commandInput;
    }

    /** Replies with a rejection; too many of them end the session. */
    InputState reject(ServerReply reply) {
        link.send(reply);
        if (!reply.isRejection()) {
            return commandInput;
        }
        context.services().counters().increment(Counter.SMTP_COMMANDS_REJECTED);
        errors++;
        return errors > context.config().maxErrors() ? closeWith(Replies.TOO_MANY_ERRORS) : commandInput;
    }

    /** Closes for a reason of ours. */
    InputState closeWith(ServerReply reply) {
        link.send(reply);
        endTransaction();
        closed = true;
        link.hangUp();
        return commandInput;
    }

    /** Closes because the client wants to. */
    InputState quit() {
        link.send(Replies.BYE);
        endTransaction();
        closed = true;
        link.close();
        return commandInput;
    }

    InputState authenticate(String user, String password) {
        KeyRing keys = context.services().keys().get();
        Optional<Sender> sender = keys.authenticate(user, password, client.address());
        if (sender.isPresent()) {
            context.services().counters().increment(Counter.SMTP_AUTHENTICATIONS);
            client.authenticated(sender.get());
            return answer(Replies.AUTHENTICATED);
        }
        context.services().counters().increment(Counter.SMTP_AUTHENTICATION_FAILURES);
        LOG.atInfo().addKeyValue("remote", client.address().getHostAddress()).log("AUTH was refused");
        failedLogins++;
        link.send(Replies.BAD_CREDENTIALS);
        return failedLogins >= MAX_FAILED_LOGINS ? closeWith(Replies.TOO_MANY_FAILED_LOGINS) : commandInput;
    }

    InputState startTls() {
        endTransaction();
        link.send(Replies.START_TLS);
        link.startTls();
        return new HandshakeInput();
    }

    @Nullable
    Transaction transaction() {
        return transaction;
    }

    boolean hasReachedTransactionLimit() {
        return transactions >= context.config().maxTransactions();
    }

    void begin(Transaction newTransaction) {
        transaction = newTransaction;
        transactions++;
    }

    /** Ends the transaction without a message. */
    void endTransaction() {
        if (transaction != null) {
            transaction.content().release();
            transaction = null;
        }
        inContent = false;
    }

    /** The content of the transaction begins, or goes on. */
    void contentBegins() {
        if (!inContent) {
            inContent = true;
            contentBegunNanos = context.services().clock().nanoTime();
        }
    }

    /** A chunk that was not wanted has been passed over. */
    InputState chunkRefused(ServerReply refusal) {
        lineRead();
        inContent = transaction != null && transaction.chunksBegun();
        return reject(refusal);
    }

    InputState chunkComplete(long size) {
        lineRead();
        if (transaction == null || transaction.content().state() == ContentBuffer.State.INTACT) {
            return answer(new ServerReply(250, "2.0.0", size + " octets received"));
        }
        ServerReply refusal = ContentSubmitter.refusal(transaction.content().state());
        endTransaction();
        return answer(refusal);
    }

    /** The end of the content was read: hands the message over and waits for what becomes of it. */
    InputState contentComplete() {
        lineRead();
        Transaction complete = transaction;
        transaction = null;
        inContent = false;
        if (complete == null) {
            return commandInput;
        }
        var commit = new CommitInput(commandInput);
        submitter.submit(complete, result -> link.resume(() -> committed(commit, result)));
        return commit;
    }

    private void committed(CommitInput commit, ContentSubmitter.Answer answer) {
        if (closed) {
            return;
        }
        lineRead();
        commit.finish();
        link.send(answer.reply());
        if (answer.taken()) {
            errors = 0;
        }
        if (shuttingDown) {
            var _ = closeWith(Replies.SHUTTING_DOWN);
        }
    }
}
