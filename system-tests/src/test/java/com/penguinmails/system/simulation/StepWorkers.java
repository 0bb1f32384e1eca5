package com.penguinmails.system.simulation;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Workers without a thread: what they are given is done a moment later, if the node still lives then. */
final class StepWorkers extends ThreadPoolExecutor {
    private static final int SLOWEST_NANOS = 3_000_000;

    private final World world;
    private final BooleanSupplier lives;

    StepWorkers(World world, BooleanSupplier lives) {
        super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        this.world = world;
        this.lives = lives;
    }

    @Override
    public void execute(Runnable task) {
        world.later(world.random().nextInt(SLOWEST_NANOS), () -> {
            if (lives.getAsBoolean()) {
                task.run();
            }
        });
    }
}
