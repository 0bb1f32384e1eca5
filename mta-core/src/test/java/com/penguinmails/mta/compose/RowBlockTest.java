package com.penguinmails.mta.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowBlockTest {

    @Test
    void aRowIsReadByTwoPositionalReads() throws Exception {
        ByteBuffer block = block(RowBlock.MAX_ROWS);
        var reads = new ArrayList<Integer>();
        for (int row : List.of(0, 7, RowBlock.MAX_ROWS - 1)) {
            reads.clear();
            RowBlock.Row read = RowBlock.read((offset, length) -> {
                reads.add(length);
                return block.slice(offset, length);
            }, row);
            assertThat(read.address()).isEqualTo("ü" + row + "@x.test");
            assertThat(StandardCharsets.UTF_8.decode(read.variables()).toString()).isEqualTo("{\"n\":" + row + "}");
            assertThat(reads).hasSize(2);
        }
    }

    @Test
    void allRowsComeBackInOrder() throws Exception {
        List<RowBlock.Row> rows = RowBlock.decode(block(3));
        assertThat(rows).extracting(RowBlock.Row::address).containsExactly("ü0@x.test", "ü1@x.test", "ü2@x.test");
    }

    @Test
    void aFullBlockTakesNoMore() {
        var builder = new RowBlock.Builder();
        for (int i = 0; i < RowBlock.MAX_ROWS; i++) {
            builder.add("a@x.test", new byte[0]);
        }
        assertThatThrownBy(() -> builder.add("a@x.test", new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anythingElseIsAnError() {
        ByteBuffer block = block(2);
        ByteBuffer cut = block.slice(0, block.limit() - 1);
        assertThatThrownBy(() -> RowBlock.decode(cut)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RowBlock.decode(ByteBuffer.allocate(40))).isInstanceOf(IOException.class);
    }

    private static ByteBuffer block(int rows) {
        var builder = new RowBlock.Builder();
        for (int i = 0; i < rows; i++) {
            builder.add("ü" + i + "@x.test", ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8));
        }
        return builder.build();
    }
}
