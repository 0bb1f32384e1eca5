package com.penguinmails.mta.node;

import com.penguinmails.mta.admin.NodeMetrics;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What all stages of a node share.
 *
 * @param loops carry the sessions of both directions
 */
record NodeFoundation(Clock clock, IdGenerator ids, Counters counters, NodeMetrics metrics,
        EventLoopGroup loops) implements AutoCloseable {

    static NodeFoundation create() {
        var clock = new SystemClock();
        var counters = new Counters();
        var metrics = new NodeMetrics();
        metrics.bind(counters);
        var loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("session"), NioIoHandler.newFactory());
        return new NodeFoundation(clock, new IdGenerator(clock, Randomness.secure()), counters, metrics, loops);
    }

    @Override
    public void close() {
        // Nobody is left to give them work: what used them was closed before.
        var _ = loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
        metrics.close();
    }
}
