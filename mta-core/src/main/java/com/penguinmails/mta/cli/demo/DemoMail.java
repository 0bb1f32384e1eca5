package com.penguinmails.mta.cli.demo;

import com.penguinmails.mta.cli.inject.HttpSubmitter;
import com.penguinmails.mta.cli.inject.MailTemplate;
import com.penguinmails.mta.cli.inject.SmtpSubmitter;
import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.node.PenguinNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.function.LongConsumer;

/** Submits the demonstration's mail in three ways and counts what the node said yes to. For one thread. */
final class DemoMail {
    private static final ByteSize SIZE = ByteSize.ofKiB(4);
    /** Of ten recipients one does not exist and one is greylisted. */
    private static final String[] LOCAL_PARTS = {"ada", "bounce", "cato", "dora", "grey", "hugo", "iris", "juno",
            "kira",
            "mona"};

    private final PenguinNode node;
    private final Instant now;
    private final LongConsumer progress;
    private long accepted;

    /** @param progress told the number of recipients accepted so far */
    DemoMail(PenguinNode node, Instant now, LongConsumer progress) {
        this.node = node;
        this.now = now;
        this.progress = progress;
    }

    /** How many recipients the node has said yes to. */
    long accepted() {
        return accepted;
    }

    void bySmtp(int count) throws IOException, InterruptedException {
        Endpoint smtp = node.smtp().getFirst();
        for (String local : LOCAL_PARTS) {
            submit(new SmtpSubmitter(new InetSocketAddress(smtp.host(), smtp.port()), true, template(local, "smtp")),
                    count / LOCAL_PARTS.length);
        }
    }

    void byHttp(int count) throws IOException, InterruptedException {
        try (HttpClient client = HttpSubmitter.newClient()) {
            for (String local : LOCAL_PARTS) {
                submit(new HttpSubmitter(client, api("/v1/messages"), null, template(local, "http")),
                        count / LOCAL_PARTS.length);
            }
        }
    }

    void asJob(int rows) throws IOException, InterruptedException {
        var lines = new StringBuilder("""
                {"campaign":"spring","template":{"from":"Penguin News <news@demo.test>","subject":"Hello {{ name }}",\
                "text":"Dear {{ name }},\\n{% if vip %}thank you for your trust.\\n{% endif %}See you at the shore."}}
                """);
        for (int i = 0; i < rows; i++) {
            lines.append("{\"to\":\"").append(LOCAL_PARTS[i % LOCAL_PARTS.length]).append(".job").append(i).append("@d")
                    .append(i % DemoWorld.DOMAINS).append(".test\",\"variables\":{\"name\":\"Reader ").append(i)
                    .append("\",\"vip\":").append(i % 2 == 0).append("}}\n");
        }
        var request = HttpRequest.newBuilder(api("/v1/jobs")).header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString())).build();
        try (HttpClient client = HttpSubmitter.newClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 202) {
                throw new IOException("the job was answered " + response.statusCode() + ": " + response.body());
            }
        }
        count(rows);
    }

    private void submit(Submitter submitter, int count) throws IOException, InterruptedException {
        try (submitter) {
            for (int i = 0; i < count; i++) {
                int code = submitter.submit(i);
                if (code / 100 != 2) {
                    throw new IOException("a message was answered " + code);
                }
                count(1);
            }
        }
    }

    private void count(int recipients) {
        accepted += recipients;
        progress.accept(accepted);
    }

    private MailTemplate template(String local, String way) {
        return new MailTemplate("sender@" + DemoWorld.SENDER_DOMAIN, local + "." + way + "{n}@d{d}.test",
                DemoWorld.DOMAINS, SIZE,
                way + "." + local, now);
    }

    private URI api(String path) {
        return URI.create("http://" + node.http().getFirst() + path);
    }
}
