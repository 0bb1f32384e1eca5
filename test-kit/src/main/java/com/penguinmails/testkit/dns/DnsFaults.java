package com.penguinmails.testkit.dns;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The faults of a {@link ZoneServer}, switched while it runs. A name's own fault goes before the global one.
 * Thread-safe.
 */
public final class DnsFaults {
    private final ConcurrentMap<Name, Armed> byName = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Armed> global = new AtomicReference<>();

    DnsFaults() {}

    /** Every answer for this name (all types) fails so until cleared. */
    public void set(String name, DnsFault fault) {
        set(name, fault, Integer.MAX_VALUE);
    }

    /** The next {@code times} answers for this name fail so. */
    public void set(String name, DnsFault fault, int times) {
        byName.put(DnsNames.name(name), new Armed(fault, new AtomicInteger(times)));
    }

    /** Every answer fails so until cleared. */
    public void setAll(DnsFault fault) {
        setAll(fault, Integer.MAX_VALUE);
    }

    /** The next {@code times} answers fail so. */
    public void setAll(DnsFault fault, int times) {
        global.set(new Armed(fault, new AtomicInteger(times)));
    }

    /** This name is answered rightly again, unless a global fault stands. */
    public void clear(String name) {
        byName.remove(DnsNames.name(name));
    }

    /** Everything is answered rightly again. */
    public void clearAll() {
        byName.clear();
        global.set(null);
    }

    @Nullable
    DnsFault take(Name name) {
        DnsFault own = take(byName.get(name));
        return own != null ? own : take(global.get());
    }

    private static @Nullable DnsFault take(@Nullable Armed armed) {
        boolean fires = armed != null
                && armed.left().getAndUpdate(n -> n == Integer.MAX_VALUE ? n : Math.max(0, n - 1)) > 0;
        return armed != null && fires ? armed.fault() : null;
    }

    private record Armed(DnsFault fault, AtomicInteger left) {}
}
