package com.penguinmails.mta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.simulate.SimulationResult.ProviderResult;
import com.penguinmails.mta.simulate.SimulationResult.SourceDay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static double seconds(SimulationResult result) {
        assertThat(result.finish()).as(result.stopped()).isNotNull();
        return Duration.between(result.start(), result.end()).toMillis() / 1000.0;
    }

    @Test
    void aHundredASecondTakeAMinuteForSixThousand() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 6000}, "shaping": "[any_path]\\nrate = '100/s'"}""");
        assertThat(seconds(result)).isBetween(59.5, 61.0);
        assertThat(result.totals()).isEqualTo(new SimulationResult.Totals(6000, 6000, 0, 0, 0));
        assertThat(result.attempts()).isEqualTo(6000);
    }

    @Test
    void theLimitThatBindsIsNamedWithTheMailThatItHolds() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 6000}, "shaping": "[any_path]\\nrate = '100/s'"}""");
        LimitHold first = result.limits().getFirst();
        assertThat(first.limit()).contains("100/s").contains("d.example");
        assertThat(first.kind()).isEqualTo("limit");
        assertThat(first.seconds()).isBetween(57L, 61L);
        assertThat(first.averageHeld()).isBetween(2700L, 3300L);
    }

    @Test
    void oneCampaignsLimitHoldsOverAllReceivers() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"recipients": 10000, "tenant": "acme", "campaign": "spring", "shaping":
                 "[[limits]]\\nname = 'spring'\\ntenant = 'acme'\\ncampaign = 'spring'\\nrate = '50/s'"}""");
        assertThat(seconds(result)).isBetween(198.0, 202.0);
        assertThat(result.limits().getFirst().limit()).contains("spring").contains("50/s");
    }

    @Test
    void slowRepliesMakeConnectionsTheLimit() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 2000}, "receivers": {"*": {"reply_time": "1s"}}}""");
        assertThat(seconds(result)).as("20 connections, a mail a second each").isBetween(100.0, 108.0);
        assertThat(result.limits().getFirst().limit()).contains("connection limit of 20");
    }

    @Test
    void aReceiverThatTakesFewConnectionsIsNotFasterForMore() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 2000}, "receivers": {"d.example": {"max_connections": 2}}}""");
        assertThat(seconds(result)).as("2 connections of 10 mails a second").isGreaterThanOrEqualTo(100.0);
        assertThat(result.totals().delivered()).isEqualTo(2000);
    }

    @Test
    void whatIsDeferredComesAgainAfterItsPause() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 10000}, "receivers": {"*": {"defer_percent": 10}}}""");
        ProviderResult provider = result.providers().getFirst();
        assertThat(provider.totals().delivered()).isEqualTo(10_000);
        assertThat(provider.deferrals()).isBetween(1000L, 1250L);
        assertThat(seconds(result)).as("at least the shortest first pause").isGreaterThan(240);
    }

    @Test
    void unknownAddressesBounce() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 10000}, "receivers": {"*": {"bounce_percent": 3}}}""");
        assertThat(result.totals().bounced()).isBetween(250L, 350L);
        assertThat(result.totals().delivered() + result.totals().bounced()).isEqualTo(10_000);
    }

    @Test
    void aReceiverThatBlocksAfterAHundredAnHourTakesTenHoursForAThousand() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 1000},
                 "receivers": {"d.example": {"block_after": 100, "block_window": "1h"}}}""");
        assertThat(result.totals().delivered()).isEqualTo(1000);
        assertThat(seconds(result)).isGreaterThan((double) Duration.ofHours(9).toSeconds());
        assertThat(result.providers().getFirst().deferrals()).isPositive();
        assertThat(result.limits()).anyMatch(hold -> hold.limit().contains("421 4.7.0"));
    }

    @Test
    void whatIsNotFinishedInTimeIsTold() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 10000}, "max_days": 1, "shaping": "[any_path]\\nrate = '1/min'"}""");
        assertThat(result.finish()).isNull();
        assertThat(result.stopped()).isEqualTo("the time that was to be simulated is over");
        assertThat(result.totals().unfinished()).isBetween(8555L, 8567L);
        assertThat(result.end()).isEqualTo(Campaigns.START.plus(Duration.ofDays(1)));
    }

    @Test
    void whatExpiresIsTold() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 1000}, "expiry": "5min", "shaping": "[any_path]\\nrate = '1/s'"}""");
        assertThat(result.totals().expired()).isBetween(697L, 701L);
        assertThat(seconds(result)).isBetween(300.0, 301.0);
    }

    @Test
    void theSameSeedGivesTheSameResultAndAnotherSeedAnother() throws Exception {
        String input = """
                {"recipients": 20000, "seed": %d, "receivers": {"*": {"defer_percent": 5, "bounce_percent": 1}}}""";
        SimulationResult first = Campaigns.run(input.formatted(7));
        assertThat(Campaigns.run(input.formatted(7))).isEqualTo(first);
        assertThat(Campaigns.run(input.formatted(8))).isNotEqualTo(first);
    }

    @Test
    void curvesAndDaysAddUpToWhatWasSent() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"recipients": 50000, "start": "2026-12-01T23:59:00Z", "shaping":
                 "[[limits]]\\nname = 'all'\\nrate = '300/s'", "receivers": {"*": {"defer_percent": 2}}}""");
        for (ProviderResult provider : result.providers()) {
            assertThat(provider.curve().stream().mapToLong(Integer::longValue).sum()).as(provider.name())
                    .isEqualTo(provider.totals().delivered());
        }
        assertThat(result.days()).extracting(SourceDay::day).contains("2026-12-01", "2026-12-02");
        assertThat(result.days().stream().mapToLong(SourceDay::sent).sum()).isEqualTo(result.attempts());
        assertThat(result.totals().delivered()).isEqualTo(50_000);
    }

    @Test
    void twoSourcesSendTwiceAsFastUnderALimitOfEachPath() throws Exception {
        String input = """
                {"domains": {"d.example": 6000}, "sources": %s, "shaping": "[any_path]\\nrate = '50/s'"}""";
        assertThat(seconds(Campaigns.run(input.formatted("[\"a\"]")))).isBetween(119.0, 121.0);
        assertThat(seconds(Campaigns.run(input.formatted("[\"a\", \"b\"]")))).isBetween(59.0, 61.0);
    }

    @Test
    void whoeverWatchesMayEndIt() throws Exception {
        SimulationResult result = new Simulation(Campaigns.plan("{\"recipients\": 100000}"), _ -> false).run();
        assertThat(result.finish()).isNull();
        assertThat(result.stopped()).contains("ended before");
        assertThat(result.totals().unfinished()).isPositive();
    }

    @Test
    void aCurveOfAMonthHasAsManyPointsAsOneOfAnHour() {
        var curve = new DeliveryCurve(1);
        long day = Duration.ofDays(1).toNanos();
        for (int i = 0; i < 300; i++) {
            curve.count(0, i * day / 10);
        }
        int[] steps = curve.steps(0, 30 * day);
        assertThat(steps.length).isBetween(DeliveryCurve.STEPS / 2, DeliveryCurve.STEPS);
        assertThat(java.util.Arrays.stream(steps).sum()).isEqualTo(300);
    }

    @Test
    void providersAreTheGroupsOfTheRules() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"one.example": {"recipients": 100, "mx": ["mx1.big.example"]},
                             "two.example": {"recipients": 50, "mx": ["mx2.big.example"]}},
                 "shaping": "[providers.big]\\nmx_suffix = ['big.example']"}""");
        assertThat(result.providers()).extracting(ProviderResult::name).isEqualTo(List.of("big"));
        assertThat(result.providers().getFirst().totals().recipients()).isEqualTo(150);
    }

    @Test
    void aSourceThatIsWarmedUpSendsItsCapOfEachDayAndIsNamedAsWhatBinds() throws Exception {
        SimulationResult result = Campaigns.run("""
                {"domains": {"d.example": 1000}, "sources": ["new"], "shaping":
                 "[warmup_plans.p]\\ncurve = [100, 200, 400, 800]\\n[[warmups]]\\nsource = 'new'\\nplan = 'p'"}""");
        assertThat(result.days()).extracting(SourceDay::sent).containsExactly(100L, 200L, 400L, 300L);
        assertThat(result.finish()).isBetween(Instant.parse("2026-12-04T00:00:00Z"),
                Instant.parse("2026-12-04T00:01:00Z"));
        LimitHold first = result.limits().getFirst();
        assertThat(first.limit()).isEqualTo("warm-up of source new at other: its cap is used up");
        assertThat(first.kind()).isEqualTo("limit");
        assertThat(first.mostHeld()).isEqualTo(900);
        assertThat(SimulationPage.of(result)).contains("sends no more than its caps");
    }

    @Test
    void warmUpBeginsWithTheStateOfTheInputAndOverflowsToTheWarmSource() throws Exception {
        String rules = "\"shaping\": \"[providers.big]\\ndomains = ['d.example']\\n[warmup_plans.p]\\ncurve = [100, 200, 400]\\n"
                + "[[warmups]]\\nsource = 'new'\\nplan = 'p'\"";
        SimulationResult alone = Campaigns.run("{\"domains\": {\"d.example\": 1000}, \"sources\": [\"new\"], "
                + "\"warm_up\": {\"new\": {\"big\": 2}}, " + rules + "}");
        assertThat(alone.days()).extracting(SourceDay::sent).containsExactly(200L, 400L, 400L);
        SimulationResult warm = Campaigns.run("{\"domains\": {\"d.example\": 1000}, \"sources\": [\"new\"], "
                + "\"warm_up\": {\"new\": {\"big\": 4}}, " + rules + "}");
        assertThat(warm.days()).extracting(SourceDay::sent).containsExactly(1000L);

        SimulationResult both = Campaigns.run("{\"domains\": {\"d.example\": 1000}, \"sources\": [\"new\", \"old\"], "
                + "\"warm_up\": {\"new\": {\"big\": 2}}, " + rules + "}");
        assertThat(both.days()).extracting(day -> day.source() + " " + day.sent()).containsExactlyInAnyOrder(
                "new 200", "old 800");
        assertThat(seconds(both)).isLessThan(60);
        assertThat(SimulationPage.of(both)).doesNotContain("warm");
    }
}
