package com.penguinmails.mta.compose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to 256 rows of a job as they lie in the content log.
 *
 * <p>Layout, all numbers big-endian: version (1 octet, 1), zero (1), number of rows (2); then a table of one offset (4) from the
 * block's start for each row and one for the end; then the rows: length of the address (2), the address in UTF-8, and the
 * variables as a JSON object in UTF-8 up to the next row. So one row is read by two positional reads: two offsets, then the row.
 */
public final class RowBlock {
    /** Rows that a block may hold. */
    public static final int MAX_ROWS = 256;

    private static final int VERSION = 1;
    private static final int HEAD = 4;

    private RowBlock() {}

    /**
     * One recipient of a job.
     *
     * @param address the forward-path as text
     * @param variables a JSON object in UTF-8; not to be changed
     */
    public record Row(String address, ByteBuffer variables) {}

    /** Reads a range of a block, as {@code Spool.readContent} does. */
    @FunctionalInterface
    public interface RangeReader {
        /** Exactly {@code length} octets from {@code offset} of the block. */
        ByteBuffer read(int offset, int length) throws IOException;
    }

    /**
     * Reads one row by two positional reads.
     *
     * @throws IOException if a read fails or what was read is no row of a block
     */
    public static Row read(RangeReader reader, int row) throws IOException {
        ByteBuffer offsets = reader.read(HEAD + 4 * row, 8);
        int start = offsets.getInt();
        int end = offsets.getInt();
        if (start < HEAD || end < start + 2) {
            throw new IOException("the block has no row " + row);
        }
        return row(reader.read(start, end - start));
    }

    /**
     * Reads all rows of a block.
     *
     * @throws IOException if it is no block of a known version
     */
    public static List<Row> decode(ByteBuffer block) throws IOException {
        ByteBuffer source = block.slice();
        if (source.remaining() < HEAD + 4 || source.get(0) != VERSION) {
            throw new IOException("not a block of rows, or one of an unknown version");
        }
        int count = source.getShort(2) & 0xffff;
        var rows = new ArrayList<Row>(count);
        for (int i = 0; i < count; i++) {
            rows.add(read((offset, length) -> slice(source, offset, length), i));
        }
        return rows;
    }

    private static ByteBuffer slice(ByteBuffer source, int offset, int length) throws IOException {
        if (offset < 0 || offset + (long) length > source.limit()) {
            throw new IOException("the block is shorter than its table says");
        }
        return source.slice(offset, length);
    }

    private static Row row(ByteBuffer octets) throws IOException {
        int length = octets.getShort() & 0xffff;
        if (length > octets.remaining()) {
            throw new IOException("the row is shorter than its address");
        }
        var address = new byte[length];
        octets.get(address);
        return new Row(new String(address, StandardCharsets.UTF_8), octets.slice().asReadOnlyBuffer());
    }

    /** Collects rows. For one thread. */
    public static final class Builder {
        private final ByteArrayOutputStream rows = new ByteArrayOutputStream(16 * 1024);
        private final List<Integer> ends = new ArrayList<>(MAX_ROWS);

        /**
         * @param variables a JSON object in UTF-8
         * @throws IllegalStateException if the block is full
         */
        public void add(String address, byte[] variables) {
            if (ends.size() == MAX_ROWS) {
                throw new IllegalStateException("a block has at most " + MAX_ROWS + " rows");
            }
            byte[] octets = address.getBytes(StandardCharsets.UTF_8);
            rows.write(octets.length >> 8);
            rows.write(octets.length);
            rows.writeBytes(octets);
            rows.writeBytes(variables);
            ends.add(rows.size());
        }

        public int size() {
            return ends.size();
        }

        /** How many octets the rows take so far. */
        public int octets() {
            return rows.size();
        }

        /** The block of all rows added; at least one is there. */
        public ByteBuffer build() {
            int start = HEAD + 4 * (ends.size() + 1);
            ByteBuffer block = ByteBuffer.allocate(start + rows.size());
            block.put((byte) VERSION).put((byte) 0).putShort((short) ends.size()).putInt(start);
            ends.forEach(end -> block.putInt(start + end));
            return block.put(rows.toByteArray()).flip();
        }
    }
}
