package com.penguinmails.mta.deliver;

import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.deliver.ReplyDecoder.Decoded;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.outcome.Situation;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.outcome.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SMTP session as a client (RFC 5321 §3). The law:
 *
 * <pre>
 * OPENING → OPEN → QUITTING → CLOSED
 * </pre>
 *
 * <ul>
 * <li>OPENING belongs to {@link Opening}, OPEN to the transactions {@link InFlight}: it is idle when none is and no reply is due.
 * <li>It ends from every phase, and never leaves CLOSED. It ends when a deadline passes, the connection is lost, the receiver
 * answers 421, says what is no reply, says anything while no reply is due, or answers in the words for another command.
 * <li>When it is idle it ends by QUIT if it is asked to, has been idle for its time, or has had its number of transactions.
 * <li>What is unread when the last due reply is taken was not asked for: the session ends before that reply is believed. Only 421
 * may come at any time (§3.8).
 * <li>A refusal of one transaction touches no other. Whatever ends the session, each recipient of each open transaction gets exactly
 * one outcome first: those of the oldest what ended it, since it was their answer that was due; those behind it were not heard of.
 * </ul>
 *
 * <p>{@link #deliver} and {@link #quit} may be called from any thread; all else belongs to the channel's event loop.
 */
public final class SmtpSession implements Opening.Host, Transaction.Host {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(5);

    private final Channel channel;
    private final SessionSettings settings;
    private final SessionTools tools;
    private final SessionListener listener;
    private final String remoteMta;
    private final TimeLimits limits;
    private final CommandPipeline pipeline;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final Deadline deadline;
    private final Opening opening;
    private final SessionSecurity security;

    private Phase phase = Phase.OPENING;
    private Capabilities capabilities = Capabilities.none();
    private final InFlight flight;
    private @Nullable AwaitedReply timed;
    private boolean quitWanted;

    private enum Phase {
        OPENING,
        OPEN,
        QUITTING,
        CLOSED
    }

    /** A session on a channel that is about to be connected; {@link SmtpSessionHandler} feeds it. */
    public SmtpSession(Channel channel, SessionSettings settings, SessionTools tools, SessionListener listener) {
        this.channel = channel;
        this.settings = settings;
        this.tools = tools;
        this.listener = listener;
        this.remoteMta = settings.peer().remoteMta();
        this.limits = new TimeLimits(settings.config());
        this.pipeline = new CommandPipeline(channel);
        this.flight = new InFlight(settings.maxMessages(), settings.maxInFlight());
        this.deadline = new Deadline(channel.eventLoop(), tools.clock(), this::timedOut);
        this.opening = new Opening(settings, pipeline, this);
        this.security = new SessionSecurity(channel, settings.peer(), tools.tls());
    }

    /** Starts a transaction; only to be called once for each {@code ready}. From any thread. */
    public void deliver(Delivery delivery) {
        onLoop(() -> begin(delivery));
    }

    /** Ends the session when no transaction is open. From any thread. */
    public void quit() {
        onLoop(() -> {
            quitWanted = true;
            endTurn();
        });
    }

    /** A defect of ours must not leave a transaction without outcomes. */
    private void onLoop(Runnable step) {
        channel.eventLoop().execute(() -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                broken(e);
            }
        });
    }

    private void begin(Delivery delivery) {
        if (phase != Phase.OPEN) {
            refuseLate(delivery);
            return;
        }
        boolean first = flight.isEmpty();
        var next = new Transaction(delivery, capabilities, this);
        flight.begin(next);
        boolean verified = delivery.envelope().requireTls() && security.isVerified();
        next.begin(new Preflight(capabilities, verified), !first);
        endTurn();
    }

    /** The session ended while the delivery was on its way here. */
    private void refuseLate(Delivery delivery) {
        Outcome outcome = unheard(Situation.at(Stage.CONNECT, remoteMta)).outcome();
        listener.delivered(delivery.id(), Collections.nCopies(delivery.recipients().size(), outcome),
                FailureScope.SESSION);
    }

    private Verdict unheard(Situation situation) {
        return tools.policy().failed(situation,
                new Failure.ConnectionLost("the session ended before anything of this message was answered"));
    }

    /** The connection stands. */
    void connected() {
        opening.begin();
        endTurn();
    }

    /** Octets have come; they stay the caller's. */
    void received(ByteBuf in) {
        while (phase != Phase.CLOSED && in.isReadable()) {
            switch (decoder.next(in)) {
                case Decoded.Complete(Reply reply) -> answered(reply, in);
                case Decoded.Malformed(String problem) -> fail(new Failure.ProtocolError(problem));
                case Decoded.Incomplete _ -> {
                    // More will come.
                }
            }
        }
        endTurn();
    }

    private void answered(Reply reply, ByteBuf rest) {
        AwaitedReply due = pipeline.first();
        if (reply.code() == 421) {
            end(situation -> tools.policy().refused(situation, reply));
        } else if (due == null) {
            fail(new Failure.ProtocolError("a reply came that nothing had asked for: " + reply));
        } else if (pipeline.size() == 1 && rest.isReadable() && !mayBeFarewell(rest)
                && !Transaction.isUnknownChunk(due, reply)) {
            fail(new Failure.ProtocolError("more was said than was asked for, after: " + reply));
        } else if (due instanceof AwaitedReply.OfTransaction step && flight.isOutOfTurn(step, reply)) {
            fail(new Failure.ProtocolError("a reply in the words for another command: " + reply));
        } else {
            Object _ = pipeline.take();
            dispatch(due, reply);
        }
    }

    private static boolean mayBeFarewell(ByteBuf rest) {
        for (int i = 0; i < Math.min(3, rest.readableBytes()); i++) {
            if (rest.getByte(rest.readerIndex() + i) != "421".charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void dispatch(AwaitedReply due, Reply reply) {
        switch (due) {
            case AwaitedReply.Opening step -> opening.onReply(step, reply);
            case AwaitedReply.OfTransaction step -> {
                flight.learn(step, reply);
                step.transaction().onReply(step, reply);
            }
            case AwaitedReply.Closing.RSET -> resetAnswered(reply);
            case AwaitedReply.Closing.QUIT -> end(this::lost);
        }
    }

    private void resetAnswered(Reply reply) {
        if (reply.code() != 250) {
            fail(new Failure.ProtocolError("RSET was answered " + reply.code()));
        }
    }

    /** The next is asked for, what was said in this turn leaves in one flush, and the first due reply gets its time. */
    private void endTurn() {
        goOn();
        if (phase == Phase.CLOSED) {
            return;
        }
        pipeline.flush();
        AwaitedReply first = pipeline.first();
        if (first == null && phase == Phase.OPEN) {
            timed = null;
            deadline.set(settings.config().idleTimeout());
        } else if (first != null && !first.equals(timed)) {
            timed = first;
            restartDeadline();
        }
    }

    /** The next transaction may come, or the end. */
    private void goOn() {
        if (phase != Phase.OPEN) {
            return;
        }
        if (isIdle() && (quitWanted || flight.isUsedUp())) {
            phase = Phase.QUITTING;
            pipeline.send("QUIT", AwaitedReply.Closing.QUIT);
        } else if (!quitWanted && channel.isWritable()
                && flight.ask(capabilities.pipelining(), pipeline.isEmpty())) {
            listener.ready();
        }
    }

    private boolean isIdle() {
        return flight.isEmpty() && pipeline.isEmpty();
    }

    private void restartDeadline() {
        AwaitedReply first = pipeline.first();
        if (isSendingContent()) {
            deadline.set(settings.config().blockTimeout());
        } else if (first != null) {
            deadline.set(phase == Phase.QUITTING ? QUIT_TIMEOUT : limits.of(first.stage()));
        }
    }

    private void timedOut() {
        if (phase == Phase.OPEN && isIdle()) {
            quitWanted = true;
            endTurn();
        } else {
            fail(new Failure.TimedOut(isSendingContent() ? settings.config().blockTimeout() : limits.of(stage())));
        }
    }

    @Override
    public void opened(Capabilities offered) {
        capabilities = offered;
        phase = Phase.OPEN;
        tools.counters().increment(Counter.OUTBOUND_SESSIONS);
        listener.opened();
    }

    @Override
    public void refused(AwaitedReply due, Reply reply) {
        end(situation -> tools.policy().refused(new Situation(due.stage(), remoteMta, 0, false), reply));
    }

    @Override
    public void secure() {
        deadline.clear();
        security.handshake(settings.config().connectTimeout(), () -> {
            tools.counters().increment(Counter.OUTBOUND_TLS_SESSIONS);
            opening.secured();
            endTurn();
        }, cause -> fail(new Failure.TlsFailed(cause)));
    }

    @Override
    public void over(Transaction done) {
        flight.over(done, nanoTime());
        report(done);
        if (done.mustReset() && flight.isEmpty()) {
            pipeline.send("RSET", AwaitedReply.Closing.RSET);
        }
    }

    private void report(Transaction done) {
        List<Outcome> outcomes = done.outcomes();
        LOG.atDebug().addKeyValue("delivery", done.id()).addKeyValue("remote_mta", remoteMta)
                .addKeyValue("recipients", outcomes.size()).addKeyValue("scope", done.scope()).log("transaction over");
        tools.counters().increment(Counter.OUTBOUND_TRANSACTIONS);
        listener.delivered(done.id(), outcomes, done.scope());
    }

    @Override
    public ContentTransfer transfer(ContentStream stream, ContentTransfer.Listener sender) {
        pipeline.write();
        return new ContentTransfer(channel, stream, sender);
    }

    @Override
    public void contentProgressed(Transaction of) {
        if (of.equals(flight.first())) {
            restartDeadline();
        }
    }

    @Override
    public long nanoTime() {
        return tools.clock().nanoTime();
    }

    /** The receiver often says why before it hangs up: that is waited for, but not for long. */
    @Override
    public void contentFailed(Throwable cause) {
        LOG.atDebug().addKeyValue("remote_mta", remoteMta).setCause(cause).log("content not taken");
        deadline.set(QUIT_TIMEOUT);
    }

    @Override
    public void chunkingRefused(Reply reply) {
        listener.chunkingRefused();
        fail(new Failure.ProtocolError("CHUNKING is offered but BDAT was answered " + reply));
    }

    /** There is room for more. */
    void writable() {
        Transaction speaking = flight.last();
        if (speaking != null) {
            speaking.resumeContent();
        }
        endTurn();
    }

    /** Something went wrong that is no reply: an error of the connection, or a defect of ours. */
    void broken(Throwable cause) {
        if (cause instanceof IOException) {
            fail(new Failure.ConnectionLost(String.valueOf(cause.getMessage())));
        } else if (security.isHandshaking()) {
            fail(new Failure.TlsFailed(String.valueOf(cause.getMessage())));
        } else {
            LOG.atError().addKeyValue("remote_mta", remoteMta).setCause(cause).log("session broken");
            fail(new Failure.ProtocolError("internal error: " + cause));
        }
    }

    /** The connection is gone. */
    void disconnected() {
        broke();
        end(this::lost);
    }

    private Verdict lost(Situation situation) {
        boolean handshake = security.isHandshaking();
        return tools.policy().failed(situation, handshake
                ? new Failure.TlsFailed("the connection was closed in the handshake")
                : new Failure.ConnectionLost("closed by the receiver"));
    }

    @Override
    public void fail(Failure failure) {
        LOG.atDebug().addKeyValue("remote_mta", remoteMta).addKeyValue("failure", failure).log("session failed");
        broke();
        Transaction answered = flight.first();
        if (answered != null && failure instanceof Failure.ProtocolError) {
            answered.doubt();
        }
        end(situation -> tools.policy().failed(situation, failure));
    }

    /** A receiver that breaks with several messages in flight is given one at a time for a while: it may be why. */
    private void broke() {
        if (flight.size() > 1) {
            listener.pipeliningBroken();
        }
    }

    private void end(Function<Situation, Verdict> meaning) {
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean wasOpening = phase == Phase.OPENING;
        Stage stage = stage();
        phase = Phase.CLOSED;
        deadline.close();
        pipeline.discard();
        var _ = channel.close();
        if (wasOpening) {
            listener.openFailed(meaning.apply(Situation.at(stage, remoteMta)));
            return;
        }
        abort(flight.takeAll(), stage, meaning);
        listener.closed();
    }

    /** From the last to the second, so that those who put them back in front keep their order. */
    private void abort(List<Transaction> open, Stage stage, Function<Situation, Verdict> meaning) {
        for (int i = 0; i < open.size(); i++) {
            Transaction each = open.get(i == 0 ? 0 : open.size() - i);
            if (i == 0) {
                each.abort(stage, meaning);
            } else {
                each.abort(Stage.CONNECT, this::unheard);
            }
            report(each);
        }
    }

    /** Where a failure belongs that comes now. */
    private Stage stage() {
        AwaitedReply first = pipeline.first();
        if (first != null) {
            return first.stage();
        }
        return phase == Phase.OPENING && security.isHandshaking() ? Stage.STARTTLS : Stage.MAIL;
    }

    private boolean isSendingContent() {
        Transaction first = flight.first();
        return first != null && first.isSendingContent();
    }

    @Override
    public CommandPipeline pipeline() {
        return pipeline;
    }

    @Override
    public OutcomePolicy policy() {
        return tools.policy();
    }

    @Override
    public String remoteMta() {
        return remoteMta;
    }
}
