package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.benchmarks.CampaignOutcome;
import com.penguinmails.benchmarks.ScaledCampaign;
import com.penguinmails.benchmarks.SentCampaign;
import com.penguinmails.mta.time.SystemClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A campaign is simulated, and then the same one is sent by a whole node over sockets to receivers that behave as was foretold: limits
 * of rate, of connections, by source and over all of it, one receiver that defers and one that blocks a source which sends too
 * much. It must finish when it was said to, and each provider must be where it was said to be on the way.
 */
class ForecastComesTrueTest {
    private static final double MOST_PERCENT = 5;

    @TempDir
    private Path directory = Path.of("");

    @Test
    @Timeout(180)
    void aCampaignFinishesWhenItsSimulationSaysSo() throws Exception {
        ScaledCampaign campaign = ScaledCampaign.lasting(20);
        CampaignOutcome simulated = campaign.simulate();

        CampaignOutcome sent = send(campaign, "first");
        if (largestDifference(simulated, sent) >= MOST_PERCENT) {
            // Time in which the machine does other things makes mail late: it is measured once more.
            sent = send(campaign, "second");
        }

        String both = "simulated " + simulated + ", sent " + sent;
        assertThat(largestDifference(simulated, sent)).as(both).isLessThan(MOST_PERCENT);
        assertThat(sent.providers().keySet()).as(both).isEqualTo(simulated.providers().keySet());
        assertThat(sent.providers().values().stream().mapToInt(CampaignOutcome.Curve::recipients).sum()).as(both)
                .isEqualTo(campaign.recipients());
    }

    private CampaignOutcome send(ScaledCampaign campaign, String name) throws Exception {
        return SentCampaign.send(campaign, Files.createDirectory(directory.resolve(name)), Duration.ofSeconds(60),
                new SystemClock(), _ -> {});
    }

    /** Of the finish, and of each provider at a quarter, the half and three quarters, in percent of the campaign's time. */
    private static double largestDifference(CampaignOutcome simulated, CampaignOutcome sent) {
        return sent.providers().keySet().stream().mapToDouble(each -> simulated.curveDifferencePercent(sent, each))
                .reduce(simulated.finishDifferencePercent(sent), Math::max);
    }
}
