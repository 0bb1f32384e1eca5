package com.penguinmails.system.simulation;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold whatever happens. It hears of each step on its own ways, from clients, receivers, events and the journal as it is
 * read back, adds up for itself, and fails at the first contradiction. For one thread.
 */
final class Laws {
    private static final long LATE_MILLIS = 250;
    private static final long EXCUSE_MILLIS = 6_000;

    private record Check(long atMillis, Fate fate) {}

    private final World world;
    private final Map<String, Fate> fates = new LinkedHashMap<>();
    private final Map<MessageId, Mail> mails = new LinkedHashMap<>();
    private final Accounts accounts = new Accounts();
    private final Attempts attempts;
    private final Orders orders;
    private final OpenSources openSources;
    private final Triggers triggers;
    private final Marks marks;
    private final PriorityQueue<Check> expiries = new PriorityQueue<>(
            (one, other) -> Long.compare(one.atMillis, other.atMillis));
    private final Set<String> goneDomains = new HashSet<>();
    private final Set<Fate> shown = new HashSet<>();
    private Rules rules;
    private int life = 1;
    private int open;
    private long lastSequence;
    private long lastAcceptance;
    private long lastRead;
    private long readEnds;
    private @Nullable BrokenLaw brokenInAnswer;
    private long excusedUntilMillis;
    private boolean wentBack;
    /** What could not be written is written later, and behind what came after it. */
    private boolean diskFailed;

    Laws(World world, Rules rules) {
        this.world = world;
        this.rules = rules;
        attempts = new Attempts(world, this);
        orders = new Orders(world, this);
        openSources = new OpenSources(this);
        triggers = new Triggers(world, this);
        marks = new Marks(world, this);
    }

    /** What is held to the bounds of the queue. */
    Marks marks() {
        return marks;
    }

    /** What is held to connections and transactions. */
    Attempts attempts() {
        return attempts;
    }

    /** What is held to commands. */
    Orders orders() {
        return orders;
    }

    /** What is held to the choice of a source. */
    OpenSources openSources() {
        return openSources;
    }

    /** What is held to automation rules. */
    Triggers triggers() {
        return triggers;
    }

    void require(boolean holds, String law, Object... about) {
        if (!holds) {
            throw new BrokenLaw(law + (about.length == 0 ? "" : ": " + List.of(about)));
        }
    }

    /** Whoever is told of an answer keeps what is thrown at it; what broke there is known at the next step. */
    void inAnswer(Runnable told) {
        try {
            told.run();
        } catch (BrokenLaw broken) {
            brokenInAnswer = brokenInAnswer == null ? broken : brokenInAnswer;
        }
    }

    /** A law does not hold. */
    static final class BrokenLaw extends AssertionError {
        private static final long serialVersionUID = 1;

        BrokenLaw(String law) {
            super("broken: " + law);
        }
    }

    void holdTo(Rules newRules) {
        rules = newRules;
        triggers.holdTo(newRules.replies());
    }

    Rules rules() {
        return rules;
    }

    /** Whether wall time ever ran back. */
    boolean wentBack() {
        return wentBack;
    }

    /** The highest number of an acceptance so far. */
    long lastAcceptance() {
        return lastAcceptance;
    }

    /** The disk fails, the node died, or wall time jumped: for a moment nothing can be expected to be on time. */
    void excuse() {
        excusedUntilMillis = Math.max(excusedUntilMillis, world.millis() + EXCUSE_MILLIS);
    }

    void diskFailed() {
        diskFailed = true;
        excuse();
    }

    boolean isExcused() {
        return world.millis() < excusedUntilMillis;
    }

    void jumped(long millis) {
        wentBack |= millis < 0;
        orders.jumped(millis);
        triggers.jumped(world.millis() - millis);
        rules.caps().jumped(world.millis() - millis, world.millis());
        excusedUntilMillis = world.millis() + EXCUSE_MILLIS;
    }

    /** Mail that a client is about to submit. */
    void offered(Mail mail) {
        var _ = mails.put(mail.id, mail);
        mail.fates.forEach(fate -> fates.put(fate.address, fate));
    }

    /** The client was told that its mail is accepted. */
    void promised(Mail mail, boolean forced) {
        require(forced, "accepted means on disk", mail.id);
        mail.promised = true;
    }

    Mail mail(MessageId id) {
        return Objects.requireNonNull(mails.get(id), "mail that was never submitted");
    }

    int open() {
        return open;
    }

    Accounts accounts() {
        return accounts;
    }

    List<Mail> mails() {
        return List.copyOf(mails.values());
    }

    Fate fate(String address) {
        Fate fate = fates.get(address);
        require(fate != null, "no recipient is made up", address);
        return Objects.requireNonNull(fate);
    }

    // What receivers and name servers say.

    void connected(Receiver receiver, String source) {
        int now = receiver.connections.getOrDefault(source, 0);
        world.say("connected", receiver.site, source, now);
    }

    void disconnected(Receiver receiver, String source) {
        world.say("disconnected", receiver.site, source);
    }

    void heard(String address) {
        var _ = fate(address);
    }

    void taken(String address, Conversation by) {
        Fate fate = fate(address);
        fate.taken++;
        fate.takenBy = by;
        world.say("taken", address, fate.taken);
    }

    void refusedForGood(String address) {
        fate(address).refusedForGood = true;
    }

    void domainGone(String domain) {
        goneDomains.add(domain);
    }

    // What events tell.

    void published(DeliveryEvent event) {
        if (event.journalSequence() == 0) {
            requireExplained(event);
            return;
        }
        if (event.journalSequence() <= lastSequence) {
            return; // of the same record as the one before, or published again after a power cut
        }
        lastSequence = event.journalSequence();
        world.say("event", event.type().name(), event.recipient(), event.journalSequence());
        switch (event.type()) {
            case ACCEPTED, JOB_ROWS_ACCEPTED -> accepted(event);
            case DEFERRED -> deferred(event);
            case DELIVERED, BOUNCED, EXPIRED, CANCELLED, RENDERING_FAILED -> settled(event);
            case COMMAND_ISSUED, COMMAND_ENDED -> orders.published(event);
            case AUTOMATION_TRIGGERED, AUTOMATION_ENDED -> triggers.published(event);
            default -> {
                // Nothing that the accounts know of.
            }
        }
    }

    private void requireExplained(DeliveryEvent event) {
        EventDetail detail = event.detail();
        require(event.type() != EventType.DELAYED || detail != null && !detail.diagnostic().isEmpty(),
                "what a limit holds back has a reason", event);
    }

    private void accepted(DeliveryEvent event) {
        Mail mail = mail(event.messageId());
        require(!mail.isAccepted() && event.count() == mail.fates.size(), "accepted once, whole", mail.id);
        mail.acceptance = event.journalSequence();
        lastAcceptance = Math.max(lastAcceptance, mail.acceptance);
        accounts.accept(mail.labels, mail.fates.size());
        open += mail.fates.size();
        mail.fates.forEach(fate -> expiries.add(new Check(mail.expiresMillis + LATE_MILLIS, fate)));
    }

    private void deferred(DeliveryEvent event) {
        Fate fate = fate(event.recipient());
        require(fate.isOpen(), "no outcome after the end", fate);
        boolean next = event.attempt() == Math.min(fate.attempts + 1, 255);
        require(next || diskFailed, "attempts are counted", fate, event.attempt());
        fate.attempts = event.attempt();
        fate.deferredNanos = world.nanoTime();
        fate.dueMillis = Objects.requireNonNull(event.detail()).releaseMillis();
        require(fate.dueMillis > event.epochMillis(), "what is deferred has a release time", fate);
    }

    private void settled(DeliveryEvent event) {
        Fate fate = fate(event.recipient());
        require(fate.isOpen(), "one end for each recipient", fate, event.type().name());
        boolean caused = switch (event.type()) {
            case DELIVERED -> fate.taken > 0;
            case BOUNCED -> fate.refusedForGood || goneDomains.contains(fate.domain)
                    || orders.mayHaveEnded(fate, CommandKind.BOUNCE);
            case EXPIRED -> event.epochMillis() >= fate.mail.expiresMillis || wentBack;
            case CANCELLED -> fate.cancelAsked || orders.mayHaveEnded(fate, CommandKind.CANCEL);
            default -> fate.unrenderable;
        };
        require(caused, "each end has its cause", fate, event.type().name());
        fate.end = event.type();
        accounts.settle(fate.mail.labels, event.type());
        open--;
    }

    /** A reader of the event log that was dead for long. */
    void read(DeliveryEvent event) {
        require(event.journalSequence() <= lastSequence, "a reader sees what was published", event);
        if (event.journalSequence() <= lastRead) {
            return; // what a power cut had taken from the log is written again
        }
        lastRead = event.journalSequence();
        switch (event.type()) {
            case DELIVERED, BOUNCED, EXPIRED, CANCELLED, RENDERING_FAILED -> readEnds++;
            default -> {
                // Nothing that is counted.
            }
        }
    }

    /** The reader that was dead for long has read everything. */
    void readAll() {
        long ends = accounts.node().accepted() - open;
        require(readEnds == ends, "a dead reader loses nothing", readEnds, ends);
    }

    // What holds after each step.

    void step(Node node) {
        if (brokenInAnswer != null) {
            throw brokenInAnswer;
        }
        require(node.books().equals(accounts.node()), "the books balance", node.books(), accounts.node());
        require(node.books().queued() == open, "accepted is ended or queued", open);
        require(node.queuedRecipients() == open, "the queue holds what the books say", node.queuedRecipients(), open);
        requireExpired();
    }

    private void requireExpired() {
        long now = world.millis();
        while (!expiries.isEmpty() && expiries.peek().atMillis < now) {
            Fate fate = expiries.remove().fate();
            if (!fate.isOpen()) {
                continue;
            }
            boolean excused = isExcused() || fate.openIn == life || fate.busyUntilMillis + LATE_MILLIS > now;
            require(excused, "expiry is exact wherever a message waits", fate, now - fate.mail.expiresMillis);
            expiries.add(new Check(now + EXCUSE_MILLIS, fate));
        }
    }

    void wholeBooks(Node node) {
        require(node.snapshot().equals(accounts.snapshot()), "the books balance for each tenant and campaign");
    }

    // What holds after a restart.

    void died() {
        life++;
        attempts.died();
        openSources.died();
        triggers.died();
        rules.caps().died(world.millis());
        shown.clear();
        excuse();
    }

    int life() {
        return life;
    }

    /** The journal, as it is read back, shows an acceptance with open recipients. */
    void shown(long acceptance, MessageId id, OpenRecipients recipients) {
        Mail mail = mail(id);
        require(mail.acceptance == acceptance, "an acceptance keeps its number", id);
        for (Fate fate : mail.fates) {
            require(recipients.isOpen(fate.index) == fate.isOpen(), "nothing is lost and nothing comes back", fate);
            if (fate.isOpen()) {
                require(shown.add(fate), "each is shown once", fate);
                require(recipients.attempts(fate.index) == fate.attempts, "attempts are kept", fate);
                require(fate.attempts == 0 || recipients.dueMillis(fate.index) == fate.dueMillis, "due is kept", fate);
            }
        }
    }

    void recovered() {
        orders.recovered();
        require(shown.size() == open, "nothing is lost", shown.size(), open);
        for (Mail mail : mails.values()) {
            require(!mail.promised || mail.isAccepted(), "accepted means on disk, also after a crash", mail.id);
        }
    }
}
