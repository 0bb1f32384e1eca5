package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleSpoolTest implements FactsContract {
    @TempDir
    private Path directory;

    @Override
    public Spool newSpool(SpoolConfig config, EventSink events) throws IOException {
        return ChronicleSpool.open(directory, config, events, new SystemClock());
    }

    @Test
    void secondSpoolOnTheSameDirectoryIsRefusedClearly() throws IOException {
        try (Spool first = started()) {
            assertThatThrownBy(this::started).isInstanceOf(IOException.class)
                    .hasMessageContaining("another node uses the spool");
            assertThat(first.health().accepting()).isTrue();
        }
        try (Spool next = started()) {
            assertThat(next.health().accepting()).isTrue();
        }
    }

    @Test
    void lockIsFreeAgainAfterAFailedOpen() throws IOException {
        try (Spool spool = started()) {
            assertThat(spool.health().usedBytes()).isPositive();
        }
    }
}
