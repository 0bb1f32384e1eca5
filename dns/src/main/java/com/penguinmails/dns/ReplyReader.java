package com.penguinmails.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads what a reply says to a question: follows CNAME records inside it, collects the records and finds until when they
 * hold. Of the reply only records at the name asked for, and at the names it is an alias of, count. Immutable.
 */
final class ReplyReader {
    /** A larger reply is used once but not kept, so that the cache is bounded in octets too. */
    private static final int LARGEST_KEPT = 4 * 1024;
    /** A TTL with the highest bit set counts as zero (RFC 2181, section 8). */
    private static final long LARGEST_TTL = Integer.MAX_VALUE;

    private final CacheSettings settings;
    private final InstantSource clock;

    ReplyReader(CacheSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Why a reply is no answer but a failure of its server; nothing if it is an answer. */
    Optional<String> refusal(Message message) {
        int code = message.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return Optional.of("answered " + Rcode.string(code));
        }
        if (message.getHeader().getFlag(Flags.TC)) {
            return Optional.of("cut its reply short over TCP");
        }
        return isReferral(message)
                ? Optional.of("only named other servers: it does not look up for us")
                : Optional.empty();
    }

    /** What an answer says. */
    <T> Step<T> read(Question<T> question, Reply.Received reply) {
        Message message = reply.message();
        Trail trail = follow(question, message);
        if (!trail.problem().isEmpty()) {
            return failure(question + ": " + trail.problem());
        }
        Instant expiry = clock.instant().plus(positiveTtl(trail.ttl()));
        List<T> values = trail.records().stream().map(question.type()::read).flatMap(Optional::stream).toList();
        boolean authenticated = message.getHeader().getFlag(Flags.AD);
        if (!values.isEmpty()) {
            Instant cacheUntil = reply.octets() > LARGEST_KEPT ? Instant.MIN : expiry;
            return new Step.Settled<>(new DnsAnswer.Found<>(values, expiry, authenticated), cacheUntil);
        }
        if (!trail.records().isEmpty()) {
            return failure(question + ": no record holds a usable value");
        }
        return withoutRecords(question, message, trail, expiry);
    }

    /** A failed look-up, to be told again for a short time. */
    <T> Step<T> failure(String reason) {
        return new Step.Settled<>(new DnsAnswer.TemporaryFailure<>(reason),
                clock.instant().plus(settings.temporaryFailureTtl()));
    }

    private <T> Step<T> withoutRecords(Question<T> question, Message message, Trail trail, Instant aliasExpiry) {
        Optional<SOARecord> soa = soa(message);
        Instant expiry = soa.map(record -> clock.instant().plus(negativeTtl(record, trail.ttl())))
                .orElseGet(clock::instant);
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return new Step.Settled<>(new DnsAnswer.NoSuchDomain<>(expiry), expiry);
        }
        if (soa.isPresent() || trail.name().equals(question.wireName())) {
            return new Step.Settled<>(new DnsAnswer.NoData<>(expiry), expiry);
        }
        boolean authenticated = message.getHeader().getFlag(Flags.AD);
        return RecordType.domainName(trail.name())
                .<Step<T>>map(target -> new Step.Alias<>(target, authenticated, aliasExpiry))
                .orElseGet(() -> failure(question + ": its CNAME record names no usable host"));
    }

    /** Where the CNAME records in a reply lead, and what is there; or why they lead nowhere. */
    private record Trail(Name name, List<Record> records, long ttl, String problem) {}

    private static Trail follow(Question<?> question, Message message) {
        Name name = question.wireName();
        Set<Name> seen = new HashSet<>();
        long ttl = LARGEST_TTL;
        while (seen.add(name) && seen.size() <= Aliases.MAX_ALIASES + 1) {
            List<Record> records = at(name, question.type().code(), message);
            List<Record> aliases = records.isEmpty() ? at(name, Type.CNAME, message) : List.of();
            ttl = Math.min(ttl, smallestTtl(records.isEmpty() ? aliases : records));
            if (aliases.isEmpty()) {
                return new Trail(name, records, ttl, "");
            }
            name = ((CNAMERecord) aliases.getFirst()).getTarget();
        }
        return new Trail(name, List.of(), 0, seen.size() > Aliases.MAX_ALIASES ? Aliases.TOO_MANY : Aliases.CIRCLE);
    }

    private static List<Record> at(Name name, int type, Message message) {
        return message.getSection(Section.ANSWER).stream().filter(record -> record.getType() == type
                && record.getDClass() == DClass.IN && record.getName().equals(name)).toList();
    }

    private static long smallestTtl(List<Record> records) {
        return records.stream().mapToLong(record -> wireTtl(record.getTTL())).min().orElse(LARGEST_TTL);
    }

    private static long wireTtl(long seconds) {
        return seconds > LARGEST_TTL ? 0 : seconds;
    }

    private Duration positiveTtl(long seconds) {
        return within(seconds, settings.maxTtl());
    }

    /** RFC 2308, section 5: the smaller of the SOA record's own TTL and its minimum field. */
    private Duration negativeTtl(SOARecord soa, long aliasSeconds) {
        long seconds = Math.min(wireTtl(soa.getTTL()), wireTtl(soa.getMinimum()));
        return within(Math.min(seconds, aliasSeconds), settings.maxNegativeTtl());
    }

    private Duration within(long seconds, Duration longest) {
        Duration ttl = Duration.ofSeconds(seconds);
        Duration atLeast = ttl.compareTo(settings.minTtl()) < 0 ? settings.minTtl() : ttl;
        return atLeast.compareTo(longest) > 0 ? longest : atLeast;
    }

    private static Optional<SOARecord> soa(Message message) {
        return message.getSection(Section.AUTHORITY).stream().filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast).findFirst();
    }

    /** RFC 2308, section 2.2: NS records without an SOA record and without an answer, from a server of other zones. */
    private static boolean isReferral(Message message) {
        return message.getRcode() == Rcode.NOERROR && message.getSection(Section.ANSWER).isEmpty()
                && !message.getHeader().getFlag(Flags.AA) && soa(message).isEmpty() && message
                        .getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
    }
}
