package com.penguinmails.dns;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Flags;

/**
 * Asks the servers one question, one after the other, until one gives a usable answer.
 *
 * <p>A server that is silent is asked again in the next round; one that refused is not. A truncated reply is asked for
 * again over TCP (RFC 7766, section 5). Runs on one thread at a time: the caller's, then the transport's.
 */
final class UpstreamQuery<T> {
    private final Question<T> question;
    private final Upstreams upstreams;
    private final ReplyReader reader;
    private final Deque<Upstream> left = new ArrayDeque<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private final CompletableFuture<Step<T>> result = new CompletableFuture<>();

    UpstreamQuery(Question<T> question, Upstreams upstreams, ReplyReader reader) {
        this.question = question;
        this.upstreams = upstreams;
        this.reader = reader;
    }

    /** Asks each server up to a number of times. */
    CompletableFuture<Step<T>> run(int tries) {
        List<Upstream> order = upstreams.inOrder(question);
        for (int i = 0; i < tries; i++) {
            left.addAll(order);
        }
        next();
        return result;
    }

    private void next() {
        Upstream upstream = left.poll();
        if (upstream == null) {
            result.complete(reader.failure("no answer for " + question + ": " + String.join("; ", failures)));
        } else {
            ask(upstream, false);
        }
    }

    private void ask(Upstream upstream, boolean tcp) {
        upstreams.ask(upstream, question, tcp).thenAccept(reply -> received(upstream, reply, tcp))
                .whenComplete((_, error) -> {
                    if (error != null) {
                        result.completeExceptionally(error);
                    }
                });
    }

    private void received(Upstream upstream, Reply reply, boolean tcp) {
        switch (reply) {
            case Reply.Received received when !tcp && received.message().getHeader().getFlag(Flags.TC) ->
                ask(upstream, true);
            case Reply.Received received -> reader.refusal(received.message()).ifPresentOrElse(
                    why -> refused(upstream, why), () -> result.complete(reader.read(question, received)));
            case Reply.Malformed() -> refused(upstream, "sent a malformed reply");
            case Reply.None(String why) -> {
                failures.add(upstream + " " + why);
                next();
            }
        }
    }

    private void refused(Upstream upstream, String why) {
        failures.add(upstream + " " + why);
        left.removeIf(upstream::equals);
        next();
    }
}
