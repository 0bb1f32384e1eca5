package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.Acceptor;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.util.function.Supplier;

/**
 * What the listener hands over to and lives by. All of it must be thread-safe.
 *
 * @param keys asked at each AUTH, so that a reload takes effect at once
 */
public record SmtpServices(Acceptor acceptor, Supplier<KeyRing> keys, IdGenerator ids, Clock clock,
        Counters counters) {}
