package com.penguinmails.control.domain;

import com.penguinmails.control.audit.Author;
import com.penguinmails.control.config.DomainsConfig;
import com.penguinmails.control.domain.DomainKey.State;
import com.penguinmails.control.domain.Standing.Sight;
import com.penguinmails.control.record.ExpectedRecord;
import com.penguinmails.control.record.Purpose;
import com.penguinmails.control.record.RecordReport;
import com.penguinmails.control.record.RecordReview;
import com.penguinmails.control.record.RecordStatus;
import com.penguinmails.control.record.ServiceNames;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a domain publishes, outside of any transaction, and then writes down in one what that means for the domain and its
 * keys. Thread-safe.
 */
final class DomainVerifier {
    private static final int RETRY_SECONDS = 5;
    private static final String TAKEN = "another customer has verified this name: it has one owner at a time";

    private final DomainsConfig config;
    private final ServiceNames names;
    private final RecordReview review;
    private final Clock clock;
    private final DomainStore store;
    private final DomainLedger ledger;

    DomainVerifier(DomainsConfig config, ServiceNames names, RecordReview review, Clock clock, DomainStore store,
            DomainLedger ledger) {
        this.config = config;
        this.names = names;
        this.review = review;
        this.clock = clock;
        this.store = store;
        this.ledger = ledger;
    }

    /** Asks DNS. */
    List<RecordReport> look(Domain domain) {
        try {
            return review.look(domain.name(), domain.records(names));
        } catch (IOException e) {
            throw Problem.unavailable("DNS cannot be asked now: " + e.getMessage(), RETRY_SECONDS).toException();
        }
    }

    /** Writes down what was seen; empty where the domain is gone meanwhile. */
    Optional<Domain> apply(Handle handle, String id, List<RecordReport> reports, Author author) {
        Optional<Domain> found = store.lock(handle, id);
        if (found.isEmpty()) {
            return found;
        }
        Domain before = found.get();
        Instant now = clock.instant();
        // As it was asked for: a key that a second look has made live meanwhile is seen again the next time.
        String reason = reason(reports);
        Sight sight = before.keys().isEmpty() ? Sight.BAD : sight(reports);
        if (sight == Sight.GOOD && DomainStore.isOwnedByAnother(handle, before)) {
            sight = Sight.BAD;
            reason = TAKEN;
        }
        Standing standing = before.standing().next(sight, reason, now, config.grace());
        List<DomainKey> keys = standing.state() == DomainState.PENDING
                ? before.keys()
                : advance(handle, before, reports, author, now);
        var after = new Domain(id, before.tenantId(), before.workspaceId(), before.name(), standing, keys,
                DomainJson.findings(reports), before.checks(), before.createdAt(), now);
        Domain scheduled = new Domain(id, after.tenantId(), after.workspaceId(), after.name(), standing, keys,
                after.findings(), new Domain.Checks(now, nextCheck(after, now)), after.createdAt(), now);
        ledger.checked(handle, author, before, scheduled);
        return Optional.of(scheduled);
    }

    private static Sight sight(List<RecordReport> reports) {
        Set<RecordStatus> required = reports.stream().filter(report -> report.expected().required())
                .map(report -> report.finding().status()).collect(Collectors.toSet());
        if (required.contains(RecordStatus.MISSING) || required.contains(RecordStatus.WRONG)) {
            return Sight.BAD;
        }
        return required.contains(RecordStatus.UNKNOWN) ? Sight.DARK : Sight.GOOD;
    }

    private static String reason(List<RecordReport> reports) {
        return reports.stream().filter(report -> report.expected().required() && !report.isOk())
                .map(report -> report.expected().purpose().word() + ": " + report.finding().problem())
                .collect(Collectors.joining("; "));
    }

    /** Moves the keys on whose time has come. */
    private List<DomainKey> advance(Handle handle, Domain domain, List<RecordReport> reports, Author author,
            Instant now) {
        Set<String> seen = reports.stream()
                .filter(report -> report.expected().purpose() == Purpose.DKIM && report.isSeenEverywhere())
                .map(report -> report.expected().host().toString()).collect(Collectors.toSet());
        List<DomainKey> risen = domain.keysIn(State.WAITING).stream()
                .filter(key -> seen.contains(key.selector() + "._domainkey." + domain.name())).toList();
        List<DomainKey> keys = new ArrayList<>();
        for (DomainKey key : domain.keys()) {
            DomainKey next = advanced(key, risen, now);
            if (!next.equals(key)) {
                ledger.keyChanged(handle, author, domain, key, next);
            }
            keys.add(next);
        }
        return keys;
    }

    private static DomainKey advanced(DomainKey key, List<DomainKey> risen, Instant now) {
        return switch (key.state()) {
            case WAITING -> risen.contains(key) ? key.live(now) : key;
            case LIVE -> risen.stream().filter(other -> other.algorithm() == key.algorithm()).findFirst()
                    .map(successor -> key.retiring(now, now.plus(successor.overlap()))).orElse(key);
            case RETIRING -> isOver(key.retiresAt(), now) ? key.retired(now) : key;
            case RETIRED -> key;
        };
    }

    private static boolean isOver(@Nullable Instant time, Instant now) {
        return time != null && !now.isBefore(time);
    }

    private @Nullable Instant nextCheck(Domain domain, Instant now) {
        boolean pending = domain.standing().state() == DomainState.PENDING;
        if (pending && isOver(domain.createdAt().plus(config.pendingFor()), now)) {
            return null;
        }
        boolean waits = pending || !domain.keysIn(State.WAITING).isEmpty();
        Instant usual = now.plus(waits ? config.recheckPending() : config.recheck());
        Instant grace = domain.standing().graceUntil();
        return Stream.concat(Stream.ofNullable(grace),
                domain.keysIn(State.RETIRING).stream().map(DomainKey::retiresAt).flatMap(Stream::ofNullable))
                .filter(time -> time.isAfter(now)).reduce(usual, (a, b) -> a.isBefore(b) ? a : b);
    }

    /** The records of a domain. */
    List<ExpectedRecord> records(Domain domain) {
        return domain.records(names);
    }
}
