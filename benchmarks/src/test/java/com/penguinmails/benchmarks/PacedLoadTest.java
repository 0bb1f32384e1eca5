package com.penguinmails.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PacedLoadTest {

    /** Answers at once, but the first message after a while. */
    private record Stalling(long millis, int code) implements Submitter {
        @Override
        public int submit(long number) throws InterruptedException {
            Thread.sleep(number == 0 ? millis : 0);
            return code;
        }

        @Override
        public void close() {}
    }

    @Test
    void whatWaitsBehindALateAnswerIsLateToo() throws IOException, InterruptedException {
        long[] nanos = new PacedLoad(new SystemClock(), 1, () -> new Stalling(200, 250)).submit(100, 1_000);
        assertThat(nanos).hasSize(100).isSorted();
        assertThat(Arrays.stream(nanos).filter(each -> each > 90_000_000).count()).isEqualTo(100);
    }

    @Test
    void aMessageThatIsRefusedEndsTheRun() {
        assertThatThrownBy(() -> new PacedLoad(new SystemClock(), 2, () -> new Stalling(0, 451)).submit(10, 1_000))
                .isInstanceOf(IOException.class).hasMessageContaining("451");
    }

    @Test
    void aQuantileIsTheLeastValueThatTheShareDoesNotExceed() {
        long[] sorted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertThat(PacedLoad.quantile(sorted, 0.5)).isEqualTo(5);
        assertThat(PacedLoad.quantile(sorted, 0.99)).isEqualTo(10);
        assertThat(PacedLoad.quantile(sorted, 0)).isEqualTo(1);
    }
}
