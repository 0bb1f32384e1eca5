package com.penguinmails.dns;

import java.time.Instant;

/**
 * How far one query brought a look-up: what is cached and shared. A step never waits for another, so look-ups whose CNAME
 * records point at each other cannot wait for each other.
 */
sealed interface Step<T> {

    /** Until when this may be told again. */
    Instant cacheUntil();

    /** The end of the look-up. */
    record Settled<T>(DnsAnswer<T> answer, Instant cacheUntil) implements Step<T> {}

    /** The name is an alias (CNAME), and the reply says nothing about its target. */
    record Alias<T>(DomainName target, boolean authenticated, Instant cacheUntil) implements Step<T> {}
}
