package com.penguinmails.mta.deliver;

import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.time.Clock;
import io.netty.handler.ssl.SslContext;

/** What all sessions share; thread-safe. */
public record SessionTools(OutcomePolicy policy, Clock clock, SslContext tls, Counters counters) {}
