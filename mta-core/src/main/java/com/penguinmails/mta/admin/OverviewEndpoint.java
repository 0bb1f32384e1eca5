package com.penguinmails.mta.admin;

import com.penguinmails.mta.schedule.QueueOverview;
import com.penguinmails.mta.schedule.QueueOverview.OfProvider;
import com.penguinmails.mta.schedule.QueueOverview.Standing;
import com.penguinmails.mta.schedule.QueueOverview.Trouble;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/overview}: the whole queue by provider and source, and what is wrong with receivers. Thread-safe. */
final class OverviewEndpoint {
    private final QueueMeters meters;

    OverviewEndpoint(QueueMeters meters) {
        this.meters = meters;
    }

    void show(ServerRequest request, ServerResponse response) throws InterruptedException {
        Optional<QueueOverview> overview = meters.overview();
        if (overview.isEmpty()) {
            AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "queue_silent",
                    "the queue did not answer in time");
            return;
        }
        var view = new LinkedHashMap<String, Object>();
        view.put("providers", overview.get().providers().stream().map(OverviewEndpoint::shown).toList());
        view.put("sources", overview.get().sources());
        view.put("held", overview.get().held());
        view.put("in_force", overview.get().standing().stream().map(OverviewEndpoint::shown).toList());
        view.put("troubles", overview.get().troubles());
        AdminServer.send(response, Status.OK_200, view);
    }

    /** What is wrong outside of the node, in words; empty when nothing is known to be. */
    List<String> degraded() throws InterruptedException {
        return meters.overview().map(QueueOverview::troubles).orElse(List.of()).stream().map(OverviewEndpoint::words)
                .toList();
    }

    private static String words(Trouble trouble) {
        return trouble.provider().equals(QueueOverview.OTHER)
                ? trouble.text()
                : trouble.provider() + ": " + trouble.text();
    }

    private static Map<String, Object> shown(Standing standing) {
        var row = new LinkedHashMap<String, Object>();
        row.put("id", standing.id());
        row.put("what", standing.what());
        row.put("by", standing.by());
        row.put("reason", standing.reason());
        row.put("since", Instant.ofEpochMilli(standing.sinceMillis()).toString());
        if (standing.untilMillis() > 0) {
            row.put("until", Instant.ofEpochMilli(standing.untilMillis()).toString());
        }
        return row;
    }

    private static Map<String, Object> shown(OfProvider provider) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", provider.name());
        row.put("states", provider.states());
        row.put("connections", provider.connections());
        row.put("per_second", provider.perSecond());
        if (provider.oldestMillis() > 0) {
            row.put("oldest_at", Instant.ofEpochMilli(provider.oldestMillis()).toString());
        }
        return row;
    }
}
