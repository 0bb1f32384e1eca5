package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Octets outside the heap, zero at first, that grow by a page at a time and are never copied. For one thread. */
final class Pages {
    private static final int BITS = 13;
    private static final int SIZE = 1 << BITS;

    private final List<UnsafeBuffer> pages = new ArrayList<>();

    /** The page in which this octet lies, made if it is not there. */
    UnsafeBuffer grow(long at) {
        while (at >> BITS >= pages.size()) {
            pages.add(new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE)));
        }
        return page(at);
    }

    /** The page in which this octet lies. */
    UnsafeBuffer page(long at) {
        return pages.get((int) (at >> BITS));
    }

    /** Where in its page an octet lies. What is aligned to its own size lies in one page. */
    static int offset(long at) {
        return (int) at & SIZE - 1;
    }

    long bytes() {
        return (long) pages.size() * SIZE;
    }
}
