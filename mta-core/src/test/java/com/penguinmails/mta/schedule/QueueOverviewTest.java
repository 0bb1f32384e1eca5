package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.QueueOverview.OfProvider;
import com.penguinmails.mta.schedule.QueueOverview.Trouble;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole queue in a few rows, and what is wrong with receivers. */
class QueueOverviewTest {
    private static final JobId JOB = new JobId(1, 1);
    private static final String PROVIDERS = """
            [providers.big]
            mx_suffix = ["one.example", "two.example"]
            """;

    @Test
    void recipientsAreCountedByProviderAndState() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping(PROVIDERS + """
                [[paths]]
                provider = "big"
                rate = "1/h"
                """));
        long began = rig.clock.millis();
        rig.rows(JOB, "acme", "one.example", 10);
        rig.rows(JOB, "acme", "two.example", 20);
        rig.message("acme", PriorityClass.BULK, began + 3_600_000, Duration.ofDays(1), "a@else.example");
        rig.runFor(Duration.ofSeconds(5));

        QueueOverview overview = Ask.now(rig, rig.proxy.overview());

        OfProvider big = provider(overview, "big");
        assertThat(big.states()).containsOnlyKeys("delayed").containsEntry("delayed", 28L);
        assertThat(big.oldestMillis()).isEqualTo(began);
        assertThat(provider(overview, "other").states()).containsOnlyKeys("scheduled");
        assertThat(overview.held()).containsEntry("message_rate", 28L).containsEntry("scheduled", 1L);
        assertThat(overview.troubles()).isEmpty();
    }

    @Test
    void aSourceThatOneProviderRefusesIsToldWithItsWords() {
        QueueRig.Setup setup = new QueueRig.Setup().shaping(PROVIDERS);
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        QueueRig rig = new QueueRig(setup);
        rig.network.outcome = (request, _) -> request.source().name().equals("b")
                ? SimulatedNetwork.deferred()
                : SimulatedNetwork.delivered();
        rig.network.transactionTime = Duration.ofMillis(50);
        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.runFor(Duration.ofSeconds(30));

        QueueOverview overview = Ask.now(rig, rig.proxy.overview());

        assertThat(overview.troubles()).hasSize(1);
        Trouble trouble = overview.troubles().getFirst();
        assertThat(trouble.provider()).isEqualTo("big");
        assertThat(trouble.source()).isEqualTo("b");
        assertThat(trouble.text()).contains("mx.one.example refused 100 % of what source b sent").contains("later");
        assertThat(provider(overview, "big").states().get("deferred")).isGreaterThan(100);
    }

    @Test
    void addressesThatDoNotExistSpeakAgainstNoPath() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, _) -> SimulatedNetwork.bounced();
        rig.rows(JOB, "acme", "one.example", 100);
        rig.runFor(Duration.ofSeconds(30));

        assertThat(Ask.now(rig, rig.proxy.overview()).troubles()).isEmpty();
    }

    @Test
    void aSiteThatIsNotReachedIsToldWhileMailWaitsForIt() {
        QueueRig rig = new QueueRig();
        rig.network.openFailure = _ -> SimulatedNetwork.unreachable();
        rig.message("acme", "a@one.example");
        rig.runFor(Duration.ofSeconds(10));

        assertThat(Ask.now(rig, rig.proxy.overview()).troubles()).extracting(Trouble::text)
                .containsExactly("mx.one.example is not reached: connection refused");
    }

    private static OfProvider provider(QueueOverview overview, String name) {
        return overview.providers().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }
}
