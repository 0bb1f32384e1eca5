package com.penguinmails.mta.spool;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mapped memory by its address, and two calls of the C library that Java does not offer, {@code madvise(2)} and {@code stat(2)},
 * through the foreign function API. Where they are not to be had the spool works all the same, more slowly or with a coarser figure. Thread-safe.
 */
final class NativeMemory {
    private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);
    private static final int MADV_RANDOM = 1;
    private static final int STAT_SIZE = 256;
    /** Where {@code st_blocks} lies in {@code struct stat} on Linux, x86-64 and AArch64. */
    private static final int STAT_BLOCKS = 64;
    private static final int BLOCK = 512;
    private final MethodHandle madvise;
    private final MethodHandle stat;
    /** An address is an offset in it, so that a copy makes no segment. */
    private final MemorySegment everywhere;

    @SuppressWarnings("restricted")
    NativeMemory() {
        everywhere = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        Linker linker = Linker.nativeLinker();
        madvise = linker.downcallHandle(linker.defaultLookup().findOrThrow("madvise"), FunctionDescriptor
                .of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        stat = linker.downcallHandle(linker.defaultLookup().findOrThrow("stat"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    }

    /**
     * Tells the kernel that faults in this mapping come in no order, so that a write into a hole of a sparse file reads no
     * neighbouring pages.
     *
     * @param address the start of a page
     */
    void adviseRandom(long address, long length) {
        try {
            int result = (int) madvise.invokeExact(MemorySegment.ofAddress(address), length, MADV_RANDOM);
            if (result != 0) {
                LOG.warn("madvise refused its advice; commits will be slower");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("madvise could not be called", e);
        }
    }

    /** Copies what remains in the buffer, of whatever kind it is, to mapped memory; leaves the buffer's position as it was. */
    void copy(ByteBuffer from, long address) {
        if (from.hasArray()) {
            MemorySegment.copy(from.array(), from.arrayOffset() + from.position(), everywhere, ValueLayout.JAVA_BYTE,
                    address, from.remaining());
        } else {
            MemorySegment source = MemorySegment.ofBuffer(from);
            MemorySegment.copy(source, 0, everywhere, address, source.byteSize());
        }
    }

    /** The bytes that a file takes on disk, without its holes; -1 if it cannot be told. */
    long allocatedBytes(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(STAT_SIZE, Long.BYTES);
            int status = (int) stat.invokeExact(arena.allocateFrom(file.toString()), result);
            return status == 0 ? result.get(ValueLayout.JAVA_LONG, STAT_BLOCKS) * BLOCK : -1;
        } catch (Throwable e) {
            throw new IllegalStateException("stat could not be called", e);
        }
    }
}
