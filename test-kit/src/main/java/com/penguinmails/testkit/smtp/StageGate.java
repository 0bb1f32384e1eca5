package com.penguinmails.testkit.smtp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Carries out what the script says about one stage: the usual effect and reply, or what stands for them. */
final class StageGate {
    private static final byte[] GARBAGE = {0, (byte) 0xff, 'x', '\r', 'y', (byte) 0x80, '\n', '2', '5', '\r', '\n'};
    private static final int OVERSIZED_LINE = 500;
    private static final int SERVICE_CLOSING = 421;

    private final Wire wire;

    StageGate(Wire wire) {
        this.wire = wire;
    }

    void pass(Verdict verdict, Reply usual, Runnable effect) {
        if (verdict.bytesPerSecond() > 0) {
            wire.slow(verdict.bytesPerSecond());
        }
        if (verdict.delay().isZero()) {
            decide(verdict.action(), usual, effect);
        } else {
            wire.pause(verdict.delay(), () -> decide(verdict.action(), usual, effect));
        }
    }

    /** Sends a reply; 421 ends the session (RFC 5321 section 3.8). */
    void answer(Reply reply) {
        wire.reply(reply);
        if (reply.code() == SERVICE_CLOSING) {
            wire.close();
        }
    }

    private void decide(@Nullable Action action, Reply usual, Runnable effect) {
        switch (action) {
            case null -> usual(usual, effect);
            case Action.Answer(Reply reply) -> answer(reply);
            case Action.Drop _ -> wire.drop();
            case Action.Stall _ -> wire.stall();
            case Action.Garbage _ -> wire.raw(GARBAGE);
            case Action.AcceptAndDrop _ -> {
                effect.run();
                wire.drop();
            }
            case Action.Twice _ -> {
                usual(usual, effect);
                wire.reply(usual);
            }
            case Action.Unsolicited(Reply reply, var after) -> {
                usual(usual, effect);
                if (after.isZero()) {
                    answer(reply);
                } else {
                    wire.later(after, () -> answer(reply));
                }
            }
            case Action.Oversized(int lines) -> {
                oversized(usual.code(), lines);
                usual(usual, effect);
            }
            case Action.DropAfter _,Action.TlsDrop _,Action.TlsPlain _,Action.Delay _,Action.SlowRead _ ->
                usual(usual, effect);
        }
    }

    private void usual(Reply usual, Runnable effect) {
        wire.reply(usual);
        effect.run();
    }

    private void oversized(int code, int lines) {
        byte[] line = (code + "-" + "x".repeat(OVERSIZED_LINE - 6) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < lines; i++) {
            wire.raw(line);
        }
    }
}
