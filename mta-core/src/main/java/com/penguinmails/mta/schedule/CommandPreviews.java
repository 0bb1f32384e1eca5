package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.CommandPreview.QueueShare;
import com.penguinmails.mta.shape.Suspension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what a command would touch, queue by queue, in slices. Changes nothing. For one thread. */
final class CommandPreviews {
    private static final int MOST_ROWS = 20;

    private final QueueWalks walks;
    private final QueueMatch match;
    private final StandingOrders orders;

    CommandPreviews(QueueWalks walks, QueueMatch match, StandingOrders orders) {
        this.walks = walks;
        this.match = match;
        this.orders = orders;
    }

    /** Counts, and then shows what was found. */
    void of(OperatorCommand command, Consumer<CommandPreview> receiver) {
        List<MailSelector> selectors = command.kind() == CommandKind.RESUME
                ? ending(command.selector()).stream().map(Suspension::selector).toList()
                : List.of(command.selector());
        var count = new Count();
        walks.begin(queue -> {
            count.add(queue, verdict(command.kind(), selectors, queue), touched(command.kind(), queue));
            return false;
        }, () -> receiver.accept(count.preview()));
    }

    /** The suspensions that a resume ends: those that say the same in every part that it gives. */
    List<Suspension> ending(MailSelector resumed) {
        return orders.suspensions().all().stream().filter(suspension -> covers(resumed, suspension.selector()))
                .toList();
    }

    private static boolean covers(MailSelector resumed, MailSelector suspended) {
        return covers(resumed.tenant(), suspended.tenant()) && covers(resumed.campaign(), suspended.campaign())
                && covers(resumed.senderDomain(), suspended.senderDomain())
                && covers(resumed.domain(), suspended.domain()) && covers(resumed.site(), suspended.site())
                && covers(resumed.provider(), suspended.provider()) && covers(resumed.source(), suspended.source());
    }

    private static boolean covers(@Nullable String wanted, @Nullable String given) {
        return wanted == null || Objects.equals(wanted, given);
    }

    private QueueMatch.Verdict verdict(CommandKind kind, List<MailSelector> selectors, DomainQueue queue) {
        QueueMatch.Verdict verdict = QueueMatch.Verdict.NO;
        for (MailSelector selector : selectors) {
            QueueMatch.Verdict one = match.of(kind, selector, queue);
            if (one == QueueMatch.Verdict.YES) {
                return one;
            }
            verdict = one == QueueMatch.Verdict.UNDECIDED ? one : verdict;
        }
        return verdict;
    }

    /** How many of a queue's recipients a command of a kind acts upon. */
    private static long touched(CommandKind kind, DomainQueue queue) {
        return switch (kind) {
            case FLUSH -> queue.waiting - queue.scheduled;
            case BOUNCE, CANCEL -> queue.ready + (long) queue.waiting;
            case SUSPEND, RESUME, REROUTE, PRIORITY -> queue.size();
        };
    }

    /** The sums so far. */
    private final class Count {
        private final Map<String, Long> byTenant = new HashMap<>();
        private final Map<String, Long> byProvider = new HashMap<>();
        private final List<QueueShare> sample = new ArrayList<>();
        private long recipients;
        private long undecided;

        void add(DomainQueue queue, QueueMatch.Verdict verdict, long touched) {
            if (verdict == QueueMatch.Verdict.UNDECIDED) {
                undecided += touched;
            }
            if (verdict != QueueMatch.Verdict.YES || touched == 0) {
                return;
            }
            Site site = match.site(queue);
            recipients += touched;
            byTenant.merge(queue.key.tenant(), touched, Long::sum);
            byProvider.merge(site == null ? "" : site.provider, touched, Long::sum);
            if (sample.size() < MOST_ROWS) {
                sample.add(new QueueShare(queue.key.tenant(), queue.key.campaign(), queue.key.domain(), touched));
            }
        }

        CommandPreview preview() {
            return new CommandPreview(recipients, undecided, most(byTenant), most(byProvider), List.copyOf(sample));
        }
    }

    private static Map<String, Long> most(Map<String, Long> counts) {
        var most = new LinkedHashMap<String, Long>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_ROWS).forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return most;
    }
}
