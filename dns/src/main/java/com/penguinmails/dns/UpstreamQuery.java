package com.penguinmails.dns;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Asks the servers one question, one after the other, until one gives a usable answer.
 *
 * <p>A server that is silent is asked again in the next round; one that refused is not. A truncated reply is asked for
 * again over TCP (RFC 7766, section 5), one that does not understand EDNS without it (RFC 6891, section 6.2.2). Runs on
 * one thread at a time: the caller's, then the transport's.
 */
final class UpstreamQuery<T> {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamQuery.class);

    private final Question<T> question;
    private final Upstreams upstreams;
    private final ReplyReader reader;
    private final Consumer<Step<T>> done;
    private final Deque<Upstream> left = new ArrayDeque<>();
    private final Set<String> failures = new LinkedHashSet<>();

    /**
     * A query that is not yet sent.
     *
     * @param done told the outcome, once
     */
    UpstreamQuery(Question<T> question, Upstreams upstreams, ReplyReader reader, Consumer<Step<T>> done) {
        this.question = question;
        this.upstreams = upstreams;
        this.reader = reader;
        this.done = done;
    }

    /** Asks each server up to a number of times. */
    void run(int tries) {
        List<Upstream> order = upstreams.inOrder(question);
        for (int i = 0; i < tries; i++) {
            left.addAll(order);
        }
        next();
    }

    private void next() {
        Upstream upstream = left.poll();
        if (upstream == null) {
            done.accept(reader.failure("no answer for " + question + ": " + String.join("; ", failures)));
        } else {
            ask(upstream, QueryForm.FIRST);
        }
    }

    private void ask(Upstream upstream, QueryForm form) {
        upstreams.ask(upstream, question, form, reply -> received(upstream, reply, form));
    }

    private void received(Upstream upstream, Reply reply, QueryForm form) {
        switch (reply) {
            case Reply.Received(Message message, _) when !form.tcp() && message.getHeader().getFlag(Flags.TC) ->
                ask(upstream, form.overTcp());
            case Reply.Received(Message message, _) when form.edns() && refusesEdns(message) ->
                ask(upstream, form.withoutEdns());
            case Reply.Received received -> reader.refusal(received.message()).ifPresentOrElse(
                    why -> failed(upstream, why), () -> done.accept(read(received)));
            case Reply.Malformed() -> failed(upstream, "sent a malformed reply");
            case Reply.Closed() -> done.accept(reader.failure("the DNS resolver is closed"));
            case Reply.None(String why) -> {
                failures.add(upstream + " " + why);
                next();
            }
        }
    }

    /** A reply is a stranger's data: whatever its reading may stumble over must not leave the question in flight. */
    private Step<T> read(Reply.Received received) {
        try {
            return reader.read(question, received);
        } catch (RuntimeException e) {
            LOG.warn("the reply to {} could not be read", question, e);
            return reader.failure(question + ": the reply could not be read");
        }
    }

    private static boolean refusesEdns(Message message) {
        return message.getRcode() == Rcode.FORMERR && message.getOPT() == null;
    }

    /** Gives a server up for this question. */
    private void failed(Upstream upstream, String why) {
        failures.add(upstream + " " + why);
        left.removeIf(upstream::equals);
        next();
    }
}
