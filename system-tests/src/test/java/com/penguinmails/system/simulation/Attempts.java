package com.penguinmails.system.simulation;

import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The laws of each connection and of each transaction, at the instant at which it begins and at its end. For one thread. */
final class Attempts {
    private record Transaction(Place place, List<Fate> recipients) {}

    private final World world;
    private final Laws laws;
    private final Map<Long, Transaction> transactions = new HashMap<>();
    private @Nullable Contest contest;

    Attempts(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    /** From now on tenants compete. */
    void compete(Contest newContest) {
        contest = newContest;
    }

    /** A connection is opened. */
    Link opens(String source, String site) {
        Rules rules = laws.rules();
        var link = new Link(rules.place(source, site), rules, world.nanoTime());
        world.say("opens", link.place);
        requireNone(rules.opens(link, world.nanoTime()));
        laws.triggers().opens(link);
        return link;
    }

    /** A connection could not be opened. */
    void failed(Link link) {
        laws.openSources().failed(link.place.source());
        closed(link);
    }

    /** A connection is gone, or never came to be. */
    void closed(Link link) {
        laws.rules().closed(link);
        laws.triggers().closed(link);
    }

    private void requireNone(String broken) {
        laws.require(broken.isEmpty(), "a limit is never exceeded", broken);
    }

    void begins(Link link, Delivery delivery) {
        List<Fate> recipients = new ArrayList<>();
        Place place = laws.rules().place(link.place.source(), link.place.site());
        for (Recipient recipient : delivery.recipients()) {
            Fate fate = laws.fate(recipient.forwardPath().toString());
            requireMayBegin(fate);
            laws.orders().begins(fate, place);
            requirePool(fate, place);
            fate.openIn = laws.life();
            fate.takenBefore = fate.taken;
            recipients.add(fate);
        }
        world.say("begins", place, delivery.id(), recipients.toString());
        requireNone(laws.rules().begins(link, recipients, delivery.payload().size(), world.nanoTime()));
        String broken = laws.rules().caps().begins(place, recipients.size(), world.millis());
        laws.require(broken.isEmpty(), "a cap of warm-up is never exceeded", broken);
        laws.triggers().begins(place, recipients.size());
        if (contest != null) {
            contest.begins(recipients);
        }
        var _ = transactions.put(delivery.id(), new Transaction(place, recipients));
    }

    private void requireMayBegin(Fate fate) {
        laws.require(fate.mail.isAccepted(), "nothing is sent that is not accepted", fate);
        laws.require(fate.isOpen(), "nothing is sent after its end", fate, String.valueOf(fate.end));
        laws.require(fate.openIn != laws.life(), "one transaction at a time", fate);
        laws.require(fate.knownIn != laws.life(), "nothing is sent again that is known to be taken", fate);
        laws.require(world.millis() < fate.mail.expiresMillis, "nothing is sent after its expiry", fate);
        boolean scheduled = world.millis() < fate.mail.sendAtMillis;
        boolean early = world.millis() < fate.dueMillis && !laws.orders().mayBeFlushed(fate);
        laws.require(!scheduled && !early || laws.wentBack(), "nothing is sent before its time", fate,
                fate.dueMillis - world.millis());
    }

    /** Mail leaves from a source of the pool that an operator or the rules give it. */
    private void requirePool(Fate fate, Place place) {
        Pools pools = laws.rules().pools();
        String pool = laws.orders().pool(fate, place, pools);
        if (!pool.isEmpty()) {
            laws.require(pools.sources(pool).contains(place.source()), "mail leaves through its pool", fate, place,
                    pool);
        }
    }

    void ended(long delivery, List<Outcome> outcomes) {
        Transaction over = transactions.remove(delivery);
        boolean whole = over != null && over.recipients().size() == outcomes.size();
        laws.require(whole, "one outcome for each recipient", delivery);
        for (int i = 0; i < outcomes.size(); i++) {
            Transaction known = Objects.requireNonNull(over);
            ended(known.recipients().get(i), outcomes.get(i));
            Reply reply = outcomes.get(i).status().reply();
            if (reply != null && !(outcomes.get(i) instanceof Outcome.Delivered)) {
                laws.triggers().heard(known.place(), reply);
            }
        }
        world.say("ended", delivery, outcomes.getFirst().getClass().getSimpleName());
    }

    private void ended(Fate fate, Outcome outcome) {
        fate.openIn = 0;
        fate.busyUntilMillis = world.millis();
        if (outcome instanceof Outcome.Delivered) {
            laws.require(fate.taken > fate.takenBefore, "delivered means that a receiver took it", fate);
            fate.knownIn = laws.life();
        } else if (fate.taken > fate.takenBefore) {
            Conversation by = Objects.requireNonNull(fate.takenBy);
            laws.require(by.isBroken(), "what was taken is known unless the connection broke", fate);
        }
    }

    void died() {
        transactions.clear();
    }
}
