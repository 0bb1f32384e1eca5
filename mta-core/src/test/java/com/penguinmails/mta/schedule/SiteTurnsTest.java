package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.shape.ShareWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteTurnsTest {
    private final SiteTurns turns = new SiteTurns();
    private final Site one = site("one");
    private final Site two = site("two");
    private final Site three = site("three");

    private static Site site(String name) {
        return new Site(new Site.Key(name, null), "", new DeliveryPlan(name, List.of(new RemoteHost(name, 25, 0))),
                new ShareWeights(List.of()));
    }

    @Test
    void whileOthersWaitOnlyTheOneThatIsCalledHasItsTurn() {
        assertThat(turns.isTurnOf(one)).as("nobody waits").isTrue();
        turns.waitFor(one);
        turns.waitFor(two);

        assertThat(turns.call()).isSameAs(one);

        assertThat(turns.isTurnOf(one)).isTrue();
        assertThat(turns.isTurnOf(two)).isFalse();
        assertThat(turns.isTurnOf(three)).isFalse();
        turns.over(one);
        assertThat(turns.isTurnOf(one)).isFalse();
    }

    @Test
    void whatNoSiteCanUseIsOfferedToEachOnceAndThenIsForWhoeverComes() {
        turns.waitFor(one);
        turns.waitFor(two);
        for (Site site : List.of(one, two)) {
            assertThat(turns.takeAgain()).isEmpty();
            assertThat(turns.call()).isSameAs(site);
            turns.waitFor(site);
            turns.over(site);
        }

        assertThat(turns.call()).as("a third turn").isNull();
        assertThat(turns.hasWaiting()).isTrue();
        assertThat(turns.isTurnOf(one) && turns.isTurnOf(two) && turns.isTurnOf(three)).isTrue();
        assertThat(turns.takeAgain()).containsExactly(one, two);
        assertThat(turns.takeAgain()).isEmpty();
    }

    @Test
    void inTheNextRoundThoseThatWaitAgainComeAfterThoseThatWereNotCalled() {
        turns.waitFor(one);
        assertThat(turns.call()).isSameAs(one);
        turns.over(one);
        turns.waitFor(one);
        turns.waitFor(two);

        turns.newRound();

        assertThat(turns.call()).isSameAs(two);
        assertThat(turns.call()).isSameAs(one);
        assertThat(turns.called()).isEqualTo(2);
    }
}
