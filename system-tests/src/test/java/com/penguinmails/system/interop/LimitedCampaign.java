package com.penguinmails.system.interop;

import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node with a campaign for one receiver that takes it only slowly, and what the node says of its progress. */
final class LimitedCampaign implements AutoCloseable {
    private static final Pattern EVENTS = Pattern
            .compile("penguin_events_total\\{[^}]*type=\"message\\.(delivered|deferred)\"[^}]*} ([0-9.E+]+)");

    private final MailWorld world;
    private final NodeProcess node;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What happened in a stretch of time. */
    record Span(long delivered, long deferred, double seconds) {
        double perSecond() {
            return delivered / seconds;
        }

        double deferredShare() {
            return (double) deferred / Math.max(1, delivered + deferred);
        }

        /** As in {@code delivered 9.7/s of 10.0/s allowed (97.0 %), 1 deferred of 292 (0.34 %)}. */
        String words(double allowedPerSecond) {
            return String.format(Locale.ROOT,
                    "delivered %.1f/s of %.1f/s allowed (%.1f %%), %d deferred of %d (%.2f %%)", perSecond(),
                    allowedPerSecond, perSecond() / allowedPerSecond * 100, deferred, delivered + deferred,
                    deferredShare() * 100);
        }
    }

    private LimitedCampaign(MailWorld world, NodeProcess node) {
        this.world = world;
        this.node = node;
    }

    /** Starts a node and submits a job of so many rows for the domain, whose receiver listens on a port of this machine. */
    static LimitedCampaign start(Path folder, String shaping, String domain, int port, int recipients)
            throws IOException, InterruptedException {
        MailWorld world = MailWorld.start();
        Path directory = Files.createDirectories(folder.resolve("node"));
        // What is deferred comes back after the test, so that each recipient is counted once.
        world.writeConfig(directory,
                "[[routes]]\ndomain = \"%s\"\nhosts = [\"127.0.0.1:%d\"]\n".formatted(domain, port));
        Path config = directory.resolve("node.toml");
        Files.writeString(config, Files.readString(config).replace("first_retry = \"1s\"", "first_retry = \"5min\"")
                .replace("max_retry = \"4s\"", "max_retry = \"5min\"")
                .replace("expiry = \"10min\"", "expiry = \"1h\""));
        Files.writeString(directory.resolve("shaping.toml"), shaping);
        var campaign = new LimitedCampaign(world, new NodeProcess(directory));
        campaign.node.start();
        campaign.submit(domain, recipients);
        return campaign;
    }

    /** Watches for so long. */
    Span measure(Duration time) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long delivered = count("delivered");
        long deferred = count("deferred");
        Thread.sleep(time);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Span(count("delivered") - delivered, count("deferred") - deferred, seconds);
    }

    /** How many were deferred up to now. */
    long deferred() throws IOException, InterruptedException {
        return count("deferred");
    }

    @Override
    public void close() {
        node.close();
        world.close();
        client.close();
    }

    private void submit(String domain, int recipients) throws IOException, InterruptedException {
        var lines = new StringBuilder(
                "{\"template\":{\"from\":\"sender@demo.test\",\"subject\":\"News\",\"text\":\"Dear {{ name }}.\"}}\n");
        for (int i = 0; i < recipients; i++) {
            lines.append("{\"to\":\"r").append(i).append('@').append(domain)
                    .append("\",\"variables\":{\"name\":\"Reader\"}}\n");
        }
        var request = HttpRequest.newBuilder(node.api("/v1/jobs")).header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString())).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.body());
        }
    }

    private long count(String outcome) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(node.admin("/metrics")).build();
        Matcher matcher = EVENTS.matcher(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        while (matcher.find()) {
            if (matcher.group(1).equals(outcome)) {
                return (long) Double.parseDouble(matcher.group(2));
            }
        }
        return 0;
    }
}
