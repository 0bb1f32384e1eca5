package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.outcome.Situation;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.outcome.Verdict;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mail transaction (RFC 5321 §3.3). The law:
 *
 * <pre>
 * MAIL → RCPT, once for each recipient → DATA 354 → content, lone dot → reply
 *                                      → BDAT LAST with the content    → reply
 * </pre>
 *
 * <ul>
 * <li>With PIPELINING, MAIL, every RCPT and DATA leave at once, with CHUNKING the content too unless it is large; without, each
 * command waits for the reply to the one before, and nothing is sent that the replies have made useless.
 * <li>A refused MAIL is the verdict on every recipient, and what the receiver then says to RCPT and DATA says nothing new. A
 * refused RCPT is the verdict on that recipient. The reply to DATA and to the end of the content is the verdict on every
 * recipient that was accepted.
 * <li>If DATA is accepted though no recipient was, the content is a lone dot (RFC 2920 §3.1); its reply is the end of it.
 * <li>A recipient is decided once and never again; when the transaction is over each one is, however it ended.
 * <li>Replies never move it backwards, and a reply that it does not know ends the session. Behind another, so does consent after a
 * refusal of all that it depends on, and what was refused until then is taken back: a reply too many has shifted them by one.
 * </ul>
 *
 * <p>Of the transactions before it on the same session it knows only whether the last is not answered yet: then it begins with RSET,
 * because a receiver may keep what it refused (RFC 3030 §2), and because a refusal that is said twice then ends the session instead of
 * hitting this transaction. For the event loop only.
 */
final class Transaction implements ContentTransfer.Listener {
    /** A larger content is not sent by BDAT before the receiver has taken a recipient. */
    private static final int MAX_UNASKED = 256 * 1024;

    private final Delivery delivery;
    private final Host host;
    private final Capabilities capabilities;
    private final Commands commands;
    private final RecipientOutcomes outcomes;
    private final BitSet accepted = new BitSet();
    private final ContentScan scan;
    private int nextRecipient;
    private int envelopeRepliesDue;
    private boolean mailAccepted;
    private boolean contentAnnounced;
    private boolean mustReset;
    private boolean said;
    private long saidNanos;
    private int position = 1;
    private @Nullable ContentTransfer transfer;

    /** What a transaction moves: the session. */
    interface Host {
        CommandPipeline pipeline();

        OutcomePolicy policy();

        String remoteMta();

        /** Prepares to send a content behind the commands so far. */
        ContentTransfer transfer(ContentStream stream, ContentTransfer.Listener listener);

        /** The receiver has taken a piece of the transaction's content, or all of it. */
        void contentProgressed(Transaction transaction);

        long nanoTime();

        /** The connection takes no more of the content; a last reply may still come. */
        void contentFailed(Throwable cause);

        /** The receiver breaks the protocol; comes back as {@link Transaction#abort}. */
        void fail(Failure failure);

        /** As {@link #fail}: the receiver offers CHUNKING but does not know BDAT. */
        void chunkingRefused(Reply reply);

        /** Every recipient is decided and no reply of this transaction is due. */
        void over(Transaction transaction);
    }

    Transaction(Delivery delivery, Capabilities capabilities, Host host) {
        this.delivery = delivery;
        this.capabilities = capabilities;
        this.host = host;
        this.commands = new Commands(capabilities);
        this.outcomes = new RecipientOutcomes(delivery.recipients().size());
        this.scan = capabilities.chunking() ? ContentScan.of(delivery.payload()) : ContentScan.NOT_CANONICAL;
    }

    long id() {
        return delivery.id();
    }

    /** One for each recipient; only when it is over or was aborted. */
    List<Outcome> outcomes() {
        return outcomes.all();
    }

    FailureScope scope() {
        return outcomes.scope();
    }

    /** Whether the receiver still holds something of it, so that RSET must come before the next. */
    boolean mustReset() {
        return mustReset;
    }

    /** Whether octets of the content wait for the receiver to take them. */
    boolean isSendingContent() {
        return transfer != null && !transfer.isSent();
    }

    /** Whether its content goes by BDAT. */
    boolean isChunked() {
        return scan.canonical();
    }

    /** Whether all of it is said, content and all, so that the next may be said behind it. */
    boolean isSaid() {
        return said;
    }

    /** When the last of its content was said. */
    long saidNanos() {
        return saidNanos;
    }

    long octets() {
        return delivery.payload().size();
    }

    /** Its place among those in flight as it began; 1 if it was alone. */
    int position() {
        return position;
    }

    void position(int inFlight) {
        this.position = inFlight;
    }

    boolean isAlone() {
        return position == 1;
    }

    /**
     * Says the envelope, or as much of it as may be said at once.
     *
     * @param resets whether it begins with RSET
     */
    void begin(Preflight preflight, boolean resets) {
        bounceUnsupported(preflight);
        if (outcomes.undecided() == 0) {
            host.over(this);
            return;
        }
        if (resets) {
            host.pipeline().send("RSET", AwaitedReply.Closing.RSET);
        }
        send(commands.mail(delivery.envelope(), delivery.payload()), new AwaitedReply.Mail(this));
        if (capabilities.pipelining()) {
            while (sendNextRecipient()) {
                // Each is a command of the same flush.
            }
            if (!isChunked() || delivery.payload().size() <= MAX_UNASKED) {
                announceContent();
            }
        }
    }

    private void bounceUnsupported(Preflight preflight) {
        var lacking = preflight.check(delivery);
        if (lacking != null) {
            outcomes.decideRest(failed(Stage.MAIL, lacking));
            return;
        }
        List<Recipient> recipients = delivery.recipients();
        for (int i = 0; i < recipients.size(); i++) {
            var lackingForOne = preflight.check(recipients.get(i));
            if (lackingForOne != null) {
                outcomes.decide(i, new Verdict(failed(Stage.RCPT, lackingForOne).outcome(), FailureScope.RECIPIENT));
            }
        }
    }

    /** Sends RCPT for the next recipient that is not decided; false if there is none. */
    private boolean sendNextRecipient() {
        while (nextRecipient < delivery.recipients().size()) {
            int index = nextRecipient++;
            if (!outcomes.isDecided(index)) {
                send(commands.rcpt(delivery.recipients().get(index)), new AwaitedReply.Rcpt(this, index));
                return true;
            }
        }
        return false;
    }

    private void send(String line, AwaitedReply reply) {
        envelopeRepliesDue++;
        host.pipeline().send(line, reply);
    }

    private void announceContent() {
        contentAnnounced = true;
        if (isChunked()) {
            var content = new ChunkContent(delivery.payload(), scan);
            host.pipeline().send("BDAT " + content.size() + " LAST", new AwaitedReply.EndOfData(this));
            startTransfer(content);
        } else {
            host.pipeline().send("DATA", new AwaitedReply.Data(this));
        }
    }

    void onReply(AwaitedReply.OfTransaction due, Reply reply) {
        switch (due) {
            case AwaitedReply.Mail _ -> mailAnswered(reply);
            case AwaitedReply.Rcpt rcpt -> rcptAnswered(rcpt.index(), reply);
            case AwaitedReply.Data _ -> dataAnswered(reply);
            case AwaitedReply.EndOfData _ -> contentAnswered(reply);
        }
    }

    private void mailAnswered(Reply reply) {
        if (!isExpected(reply, 2)) {
            return;
        }
        mailAccepted = reply.isPositive();
        mustReset = mailAccepted;
        if (!mailAccepted) {
            outcomes.decideRest(refused(Stage.MAIL, outcomes.undecided(), reply));
        }
        envelopeAnswered();
    }

    private void rcptAnswered(int index, Reply reply) {
        if (!mailAccepted) {
            if (isInStep(reply)) {
                envelopeAnswered();
            }
            return;
        }
        if (!isExpected(reply, 2)) {
            return;
        }
        if (reply.isPositive()) {
            accepted.set(index);
        } else {
            outcomes.decide(index, refused(Stage.RCPT, 1, reply));
        }
        envelopeAnswered();
    }

    private void envelopeAnswered() {
        envelopeRepliesDue--;
        if (envelopeRepliesDue > 0 || contentAnnounced || mailAccepted && sendNextRecipient()) {
            return;
        }
        if (accepted.isEmpty()) {
            host.over(this);
        } else {
            announceContent();
        }
    }

    private void dataAnswered(Reply reply) {
        if (!isExpected(reply, 3)) {
            return;
        }
        if (!reply.isPositive()) {
            outcomes.decideRest(refused(Stage.DATA, accepted.cardinality(), reply));
            host.over(this);
        } else if (accepted.isEmpty()) {
            host.pipeline().send(".", new AwaitedReply.EndOfData(this));
        } else {
            host.pipeline().expect(new AwaitedReply.EndOfData(this));
            startTransfer(new DotStuffedContent(delivery.payload()));
        }
    }

    private void startTransfer(ContentStream content) {
        var started = host.transfer(content, this);
        transfer = started;
        started.resume();
    }

    private void contentAnswered(Reply reply) {
        if (isChunked() && isUnknownCommand(reply) && !accepted.isEmpty()) {
            host.chunkingRefused(reply);
            return;
        }
        boolean early = isSendingContent();
        if (!accepted.isEmpty()) {
            if (!isExpected(reply, early ? 0 : 2)) {
                return;
            }
            decideAccepted(reply);
        } else if (isChunked() && !isInStep(reply)) {
            return;
        }
        mustReset = isChunked() && !reply.isPositive();
        if (early) {
            host.fail(new Failure.ProtocolError("it was answered before all of the content was sent"));
        } else {
            host.over(this);
        }
    }

    /** Whether BDAT was taken for no command, so that more such replies follow, one for each line of the content. */
    static boolean isUnknownChunk(AwaitedReply due, Reply reply) {
        return due instanceof AwaitedReply.EndOfData(Transaction transaction) && transaction.isChunked()
                && isUnknownCommand(reply);
    }

    private static boolean isUnknownCommand(Reply reply) {
        return reply.code() == 500 || reply.code() == 502;
    }

    private void decideAccepted(Reply reply) {
        if (reply.isPositive()) {
            var delivered = host.policy().delivered(situation(Stage.END_OF_DATA, accepted.cardinality()), reply);
            accepted.stream().forEach(i -> outcomes.deliver(i, delivered));
        } else {
            outcomes.decideRest(refused(Stage.END_OF_DATA, accepted.cardinality(), reply));
        }
    }

    /** Whether the reply is negative or of the class that goes on; anything else ends the session. */
    private boolean isExpected(Reply reply, int positiveClass) {
        if (!reply.isPositive() || reply.code() / 100 == positiveClass) {
            return true;
        }
        host.fail(new Failure.ProtocolError("it was answered " + reply.code()));
        return false;
    }

    /** Whether the refusal of all that came before is borne out: who takes a recipient or a content then has refused something else. */
    private boolean isInStep(Reply reply) {
        if (isAlone() || !reply.isPositive()) {
            return true;
        }
        host.fail(new Failure.ProtocolError("it was answered " + reply.code() + " behind a refusal"));
        return false;
    }

    /** The receiver is out of step, maybe since before it refused something: behind others that is not held against a recipient. */
    void doubt() {
        if (!isAlone()) {
            outcomes.takeBackRefusals();
        }
    }

    /** The session ends: whoever is not decided shares its fate. */
    void abort(Stage stage, Function<Situation, Verdict> meaning) {
        if (transfer != null) {
            transfer.stop();
        }
        if (outcomes.undecided() > 0) {
            outcomes.decideRest(meaning.apply(situation(stage, outcomes.undecided())));
        }
    }

    void resumeContent() {
        if (transfer != null) {
            transfer.resume();
        }
    }

    @Override
    public void contentWritten() {
        said = true;
        saidNanos = host.nanoTime();
    }

    @Override
    public void contentProgressed() {
        host.contentProgressed(this);
    }

    @Override
    public void contentSent() {
        host.contentProgressed(this);
    }

    @Override
    public void contentFailed(Throwable cause) {
        host.contentFailed(cause);
    }

    private Verdict refused(Stage stage, int recipients, Reply reply) {
        return host.policy().refused(situation(stage, recipients), reply);
    }

    private Verdict failed(Stage stage, Failure failure) {
        return host.policy().failed(situation(stage, outcomes.undecided()), failure);
    }

    private Situation situation(Stage stage, int recipients) {
        boolean contentSent = transfer != null && transfer.isSent();
        return new Situation(stage, host.remoteMta(), recipients, contentSent);
    }
}
