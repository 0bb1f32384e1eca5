package com.penguinmails.mta.compose;

import com.penguinmails.mta.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for some minutes what was signed, by acceptance: a message to many sites is sent in many transactions, but hashed and
 * signed once. Who asks while it is being signed waits for it. Thread-safe.
 */
final class SignatureCache {
    /** About 1.5 KiB each. */
    private static final int MAX_SLOTS = 4096;

    /** Makes what is not there. */
    @FunctionalInterface
    interface Source {
        SignedMessage sign() throws UnrenderableException;
    }

    /**
     * What was found.
     *
     * @param reused whether it was signed before
     */
    record Found(SignedMessage message, boolean reused) {}

    private final Clock clock;
    private final Map<Long, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Slot> eldest) {
            return size() > MAX_SLOTS;
        }
    };

    SignatureCache(Clock clock) {
        this.clock = clock;
    }

    Found get(long acceptance, DomainSigner signer, Source source) throws UnrenderableException {
        Slot slot = slot(acceptance, signer);
        slot.lock.lock();
        try {
            SignedMessage known = slot.signed;
            if (known != null) {
                return new Found(known, true);
            }
            SignedMessage made = source.sign();
            slot.signed = made;
            return new Found(made, false);
        } finally {
            slot.lock.unlock();
        }
    }

    private synchronized Slot slot(long acceptance, DomainSigner signer) {
        long now = clock.nanoTime();
        Slot slot = slots.get(acceptance);
        if (slot == null || slot.signer != signer || now - slot.startNanos > signer.reuse().toNanos()) {
            slot = new Slot(signer, now);
            slots.put(acceptance, slot);
        }
        return slot;
    }

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private final DomainSigner signer;
        private final long startNanos;
        private @Nullable SignedMessage signed;

        Slot(DomainSigner signer, long startNanos) {
            this.signer = signer;
            this.startNanos = startNanos;
        }
    }
}
