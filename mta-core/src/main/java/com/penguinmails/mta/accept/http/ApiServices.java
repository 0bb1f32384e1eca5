package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.Acceptor;
import com.penguinmails.mta.accept.Admission;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.util.function.Supplier;

/**
 * What the API is given of its node.
 *
 * @param keys the keys that hold now; a reload gives others
 * @param nodeName the node's host name, for trace fields
 * @param defaultTenant for a trusted sender that names none
 * @param places where the rules in force stand
 * @param admission who decides beside the node
 */
public record ApiServices(Acceptor acceptor, IdempotencyLedger ledger, Spool spool, MailQueue queue, EventFeed events,
        Supplier<KeyRing> keys, AcceptLimits limits, IdGenerator ids, Clock clock, Counters counters, String nodeName,
        String defaultTenant, Supplier<RulePlaces> places, Admission admission) {

    /** Of a node by itself. */
    public ApiServices(Acceptor acceptor, IdempotencyLedger ledger, Spool spool, MailQueue queue, EventFeed events,
            Supplier<KeyRing> keys, AcceptLimits limits, IdGenerator ids, Clock clock, Counters counters,
            String nodeName, String defaultTenant, Supplier<RulePlaces> places) {
        this(acceptor, ledger, spool, queue, events, keys, limits, ids, clock, counters, nodeName, defaultTenant,
                places, Admission.open());
    }
}
