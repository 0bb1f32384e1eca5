package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends a {@link ScaledCampaign} really: a whole node with its spool on disk, a name server and a receiver for each provider, over
 * sockets on loopback; the receivers' clock says when what came.
 */
public final class SentCampaign {
    private static final CampaignProvider WARM_UP = new CampaignProvider("warm-up", List.of("warm-up.test"), 3_000,
            List.of(), "{}");
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 20;

    private final CampaignReceivers receivers;
    private final PenguinNode node;
    private final HttpClient client;
    private final Clock clock;
    private final Consumer<String> progress;

    private SentCampaign(CampaignReceivers receivers, PenguinNode node, HttpClient client, Clock clock,
            Consumer<String> progress) {
        this.receivers = receivers;
        this.node = node;
        this.client = client;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Sends it, and waits until all of it is delivered. Its time begins when all of it is accepted.
     *
     * @param directory for the node's data
     * @param most how long it may take
     * @param progress told, in a few words, how far it is
     * @throws IllegalStateException if it takes longer
     */
    public static CampaignOutcome send(ScaledCampaign campaign, Path directory, Duration most, Clock clock,
            Consumer<String> progress) throws IOException, ConfigException, InterruptedException {
        List<CampaignProvider> providers = new ArrayList<>(campaign.providers());
        providers.addFirst(WARM_UP);
        try (var receivers = CampaignReceivers.start(providers, clock);
                var node = PenguinNode.start(campaign.settings(directory, receivers.dnsPort(), receivers.port()),
                        NodeFiles.none());
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var sent = new SentCampaign(receivers, node, client, clock, progress);
            // No limit holds this mail; it comes first so that classes are loaded and compiled before anything is measured.
            var _ = sent.run("warm-up", List.of(WARM_UP), LONGEST_WARM_UP);
            return sent.run(ScaledCampaign.CAMPAIGN, campaign.providers(), most);
        }
    }

    private CampaignOutcome run(String name, List<CampaignProvider> providers, Duration most)
            throws IOException, InterruptedException {
        String job = job(name, providers);
        BenchedJobs.submit(node, client, job);
        Instant start = clock.instant();
        for (long left = left(providers); left > 0; left = left(providers)) {
            if (clock.instant().isAfter(start.plus(most))) {
                throw new IllegalStateException(left + " recipients were not delivered to within " + most);
            }
            progress.accept("sending: " + left + " recipients are left");
            Thread.sleep(LOOK_MILLIS);
        }
        Map<String, CampaignOutcome.Curve> curves = new HashMap<>();
        providers.forEach(provider -> curves.put(provider.name(), receivers.curve(provider, start)));
        double finish = curves.values().stream().mapToDouble(CampaignOutcome.Curve::all).max().orElseThrow();
        return new CampaignOutcome(finish, curves);
    }

    private long left(List<CampaignProvider> providers) {
        return providers.stream().mapToLong(each -> each.allRecipients() - receivers.delivered(each)).sum();
    }

    private static String job(String name, List<CampaignProvider> providers) {
        var job = new StringBuilder("""
                {"campaign":"%s","template":{"from":"news@sender.test","subject":"News","text":"One of many."}}
                """.formatted(name));
        for (CampaignProvider provider : providers) {
            for (String domain : provider.domains()) {
                for (int i = 0; i < provider.recipients(); i++) {
                    job.append("{\"to\":\"user").append(i).append('@').append(domain).append("\"}\n");
                }
            }
        }
        return job.toString();
    }
}
