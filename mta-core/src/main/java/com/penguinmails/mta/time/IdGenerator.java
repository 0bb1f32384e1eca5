package com.penguinmails.mta.time;

import com.penguinmails.mta.message.Base32Id;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MessageId;
import java.util.random.RandomGenerator;

/** Makes ids of UUID version 7 (RFC 9562 §5.7): 48 bits of time, 74 of randomness. As thread-safe as its randomness. */
public final class IdGenerator {
    private final Clock clock;
    private final RandomGenerator random;

    public IdGenerator(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** An id of a kind that only has a prefix, such as {@code req_}. */
    public String next(String prefix) {
        return Base32Id.encode(prefix, high(), low());
    }

    public MessageId nextMessageId() {
        return new MessageId(high(), low());
    }

    public JobId nextJobId() {
        return new JobId(high(), low());
    }

    public CommandId nextCommandId() {
        return new CommandId(high(), low());
    }

    private long high() {
        return clock.millis() << 16 | 0x7000 | random.nextInt(0x1000);
    }

    private long low() {
        return random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    }
}
