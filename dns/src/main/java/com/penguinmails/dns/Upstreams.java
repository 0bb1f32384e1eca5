package com.penguinmails.dns;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The servers, and which to ask first. A silent server goes to the end of the list, so that only the query that found it
 * silent has paid its timeout; meanwhile a copy of a query goes to it now and then, and its first reply puts it back.
 *
 * <p>Thread-safe.
 */
final class Upstreams {
    private final List<Upstream> upstreams;
    private final Transport transport;
    private final LongSupplier nanoTime;
    private final Runnable onRecovery;

    /**
     * The servers of a resolver.
     *
     * @param onRecovery run when a server that was silent answers again
     */
    Upstreams(List<InetSocketAddress> servers, Transport transport, LongSupplier nanoTime, Runnable onRecovery) {
        this.upstreams = servers.stream().distinct().map(Upstream::new).toList();
        this.transport = transport;
        this.nanoTime = nanoTime;
        this.onRecovery = onRecovery;
    }

    /** All servers in the order in which to ask them; on the way, probes silent ones with the same question. */
    List<Upstream> inOrder(Question<?> question) {
        List<Upstream> order = upstreams.stream().sorted(Comparator.comparing(Upstream::isSilent)).toList();
        if (!order.getFirst().isSilent()) {
            order.stream().filter(upstream -> upstream.claimProbe(nanoTime.getAsLong()))
                    .forEach(upstream -> transport.exchange(question, upstream.address(), QueryForm.FIRST,
                            reply -> note(upstream, reply)));
        }
        return order;
    }

    /** Asks one server once, and notes whether it answers. */
    void ask(Upstream upstream, Question<?> question, QueryForm form, Consumer<Reply> done) {
        transport.exchange(question, upstream.address(), form, reply -> {
            // Silence over TCP says nothing of UDP, with which every question begins.
            if (!form.tcp()) {
                note(upstream, reply);
            }
            done.accept(reply);
        });
    }

    private void note(Upstream upstream, Reply reply) {
        switch (reply) {
            case Reply.None _ -> upstream.unanswered(nanoTime.getAsLong());
            case Reply.Closed _ -> {
            }
            case Reply.Received _,Reply.Malformed _ -> {
                if (upstream.answered()) {
                    onRecovery.run();
                }
            }
        }
    }
}
