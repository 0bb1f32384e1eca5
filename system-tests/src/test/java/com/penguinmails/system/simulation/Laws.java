package com.penguinmails.system.simulation;

import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

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
    private final Map<Long, List<Fate>> transactions = new HashMap<>();
    private final PriorityQueue<Check> expiries = new PriorityQueue<>(
            (one, other) -> Long.compare(one.atMillis, other.atMillis));
    private final Set<String> goneDomains = new HashSet<>();
    private final Set<Fate> shown = new HashSet<>();
    private Rules rules;
    private int life = 1;
    private int open;
    private long lastSequence;
    private long excusedUntilMillis;
    private boolean wentBack;
    /** What could not be written is written later, and behind what came after it. */
    private boolean diskFailed;

    Laws(World world, Rules rules) {
        this.world = world;
        this.rules = rules;
    }

    void require(boolean holds, String law, Object... about) {
        if (!holds) {
            throw new BrokenLaw(law + (about.length == 0 ? "" : ": " + List.of(about)));
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

    // What the node's connections do.

    void opens(String path, int alreadyOpen) {
        requireNone(rules.opens(path, alreadyOpen, world.nanoTime()));
    }

    private void requireNone(String broken) {
        require(broken.isEmpty(), "a limit is never exceeded", broken);
    }

    void begins(String source, String site, Delivery delivery) {
        List<Fate> recipients = new ArrayList<>();
        for (Recipient recipient : delivery.recipients()) {
            Fate fate = fate(recipient.forwardPath().toString());
            requireMayBegin(fate);
            fate.openIn = life;
            fate.takenBefore = fate.taken;
            recipients.add(fate);
        }
        world.say("begins", source, site, delivery.id(), recipients.toString());
        requireNone(rules.begins(source, site, recipients, world.nanoTime()));
        var _ = transactions.put(delivery.id(), recipients);
    }

    private void requireMayBegin(Fate fate) {
        require(fate.mail.isAccepted(), "nothing is sent that is not accepted", fate);
        require(fate.isOpen(), "nothing is sent after its end", fate, String.valueOf(fate.end));
        require(fate.openIn != life, "one transaction at a time", fate);
        require(fate.knownIn != life, "nothing is sent again that is known to be taken", fate);
        require(world.millis() < fate.mail.expiresMillis, "nothing is sent after its expiry", fate);
        boolean due = world.millis() >= Math.max(fate.dueMillis, fate.mail.sendAtMillis);
        require(due || wentBack, "nothing is sent before its time", fate, fate.dueMillis - world.millis());
    }

    void ended(long delivery, List<Outcome> outcomes) {
        List<Fate> recipients = transactions.remove(delivery);
        require(recipients != null && recipients.size() == outcomes.size(), "one outcome for each recipient", delivery);
        for (int i = 0; i < outcomes.size(); i++) {
            Fate fate = Objects.requireNonNull(recipients).get(i);
            fate.openIn = 0;
            fate.busyUntilMillis = world.millis();
            if (outcomes.get(i) instanceof Outcome.Delivered) {
                require(fate.taken > fate.takenBefore, "delivered means that a receiver took it", fate);
                fate.knownIn = life;
            } else if (fate.taken > fate.takenBefore) {
                Conversation by = Objects.requireNonNull(fate.takenBy);
                require(by.isBroken(), "what was taken is known unless the connection broke", fate);
            }
        }
        world.say("ended", delivery, outcomes.getFirst().getClass().getSimpleName());
    }

    private Fate fate(String address) {
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
        fate.dueMillis = Objects.requireNonNull(event.detail()).releaseMillis();
        require(fate.dueMillis > event.epochMillis(), "what is deferred has a release time", fate);
    }

    private void settled(DeliveryEvent event) {
        Fate fate = fate(event.recipient());
        require(fate.isOpen(), "one end for each recipient", fate, event.type().name());
        boolean caused = switch (event.type()) {
            case DELIVERED -> fate.taken > 0;
            case BOUNCED -> fate.refusedForGood || goneDomains.contains(fate.domain);
            case EXPIRED -> event.epochMillis() >= fate.mail.expiresMillis || wentBack;
            case CANCELLED -> fate.cancelAsked;
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
    }

    // What holds after each step.

    void step(Node node) {
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
        transactions.clear();
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
        require(shown.size() == open, "nothing is lost", shown.size(), open);
        for (Mail mail : mails.values()) {
            require(!mail.promised || mail.isAccepted(), "accepted means on disk, also after a crash", mail.id);
        }
    }
}
