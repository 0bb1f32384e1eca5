package com.penguinmails.mta.accept.smtp;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits until something holds, longer than any loaded machine needs. */
final class Eventually {
    private Eventually() {}

    static void holds(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
