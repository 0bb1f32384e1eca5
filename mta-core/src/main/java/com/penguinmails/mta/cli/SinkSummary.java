package com.penguinmails.mta.cli;

import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ReceiverStats;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What a sink got. {@code distinct} recipients had {@code duplicates} deliveries beyond their first; {@code notCounted} ones found
 * no room in the table.
 */
record SinkSummary(long messages, long recipients, long distinct, long duplicates, long notCounted, long bytes,
        long connections,
        long tlsConnections, long bareCr, long bareLf, long pipeliningViolations, SortedMap<Integer, Long> replies,
        double seconds) {

    static SinkSummary of(ScriptedReceiver receiver, long nanos) {
        ReceiverStats stats = receiver.stats();
        DeliveryCounts deliveries = receiver.deliveries();
        return new SinkSummary(stats.messages(), stats.recipients(), deliveries.distinct(), deliveries.duplicates(),
                deliveries.notCounted(),
                stats.bytes(), stats.connections(), stats.tlsConnections(), stats.bareCr(), stats.bareLf(),
                stats.pipeliningViolations(),
                stats.replies(), nanos / 1e9);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        row(table, "messages", messages);
        row(table, "recipients", recipients);
        row(table, "distinct recipients", distinct);
        row(table, "duplicates", duplicates);
        if (notCounted > 0) {
            row(table, "not told apart", notCounted);
        }
        row(table, "bytes", bytes);
        row(table, "connections", connections);
        row(table, "with TLS", tlsConnections);
        row(table, "bare CR", bareCr);
        row(table, "bare LF", bareLf);
        row(table, "out of turn", pipeliningViolations);
        replies.forEach((code, times) -> row(table, "reply " + code, times));
        return table.append(String.format(Locale.ROOT, "%-20s%,15.1f", "seconds", seconds)).toString();
    }

    private static void row(StringBuilder table, String name, long value) {
        table.append(String.format(Locale.ROOT, "%-20s%,15d%n", name, value));
    }
}
