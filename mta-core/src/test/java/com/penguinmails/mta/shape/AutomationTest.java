package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomationTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long START = 1_000_000_000_000L;
    private static final AutomationSubject ACME = subject("acme", "spring", "a", "google");

    @Test
    void theFirstHitTriggersARuleThatNeedsOne() {
        Automation automation = automation("codes = [421]\nlevel = \"path\"\naction = \"suspend\"\nlasts = \"30min\"");

        assertThat(automation.observe(ACME, refused(450, "4.7.28", "slow down"), START)).isEmpty();
        assertThat(automation.observe(ACME, refused(421, "4.7.28", "slow down"), START)).singleElement()
                .satisfies(trigger -> {
                    assertThat(trigger.selector()).hasToString("site mx.example.net, source a");
                    assertThat(trigger.action()).isEqualTo(AutomationAction.SUSPEND);
                    assertThat(trigger.sinceMillis()).isEqualTo(START);
                    assertThat(trigger.untilMillis()).isEqualTo(START + 30 * MINUTE);
                    assertThat(trigger.reply()).isEqualTo("421 4.7.28 slow down");
                    assertThat(trigger.id()).hasSizeLessThanOrEqualTo(100);
                });
    }

    @Test
    void soManyHitsWithinTheTimeTriggerARuleAndAreUsedUp() {
        Automation automation = automation(
                "enhanced = [\"5.7.*\"]\nhits = 3\nwithin = \"5min\"\nlevel = \"tenant\"\naction = \"suspend\"\nlasts = \"1min\"");
        Outcome refusal = refused(550, "5.7.1", "blocked");

        assertThat(automation.observe(ACME, refusal, START)).isEmpty();
        assertThat(automation.observe(ACME, refusal, START + 3 * MINUTE)).isEmpty();
        assertThat(automation.observe(ACME, refusal, START + 6 * MINUTE)).as("the first is too long ago").isEmpty();
        assertThat(automation.observe(subject("other", "spring", "a", "google"), refusal, START + 6 * MINUTE))
                .as("another tenant's").isEmpty();
        assertThat(automation.observe(ACME, refusal, START + 7 * MINUTE)).singleElement()
                .satisfies(trigger -> assertThat(trigger.selector()).hasToString("tenant acme, provider google"));
        assertThat(automation.observe(ACME, refusal, START + 9 * MINUTE)).isEmpty();
    }

    @Test
    void whileARuleIsInForceHitsOfTheSameMailCountNothing() {
        Automation automation = automation(
                "codes = [421]\nhits = 2\nwithin = \"1h\"\nlevel = \"site\"\naction = \"suspend\"\nlasts = \"10min\"");
        Outcome refusal = refused(421, "4.7.0", "busy");
        assertThat(automation.observe(ACME, refusal, START)).isEmpty();
        assertThat(automation.observe(ACME, refusal, START)).hasSize(1);
        assertThat(automation.observe(ACME, refusal, START + MINUTE)).isEmpty();
        assertThat(automation.observe(ACME, refusal, START + 2 * MINUTE)).isEmpty();
        assertThat(automation.observe(ACME, refusal, START + 10 * MINUTE)).as("counts anew").isEmpty();
        assertThat(automation.observe(ACME, refusal, START + 10 * MINUTE)).hasSize(1);
    }

    @Test
    void aBackOffThatComesAgainSoonLastsTwiceAsLongUpToSixteenTimes() {
        Automation automation = automation("codes = [421]\nlevel = \"path\"\naction = \"back_off\"\nlasts = \"1min\"");
        long now = START;
        for (int times : new int[]{1, 2, 4, 8, 16, 16}) {
            AutomationTrigger trigger = automation.observe(ACME, refused(421, "4.7.0", "busy"), now).getFirst();
            assertThat(trigger.untilMillis() - trigger.sinceMillis()).isEqualTo(times * MINUTE);
            now = trigger.untilMillis() + 1;
        }
        now += 17 * MINUTE;
        assertThat(automation.observe(ACME, refused(421, "4.7.0", "busy"), now)).singleElement()
                .satisfies(trigger -> assertThat(trigger.untilMillis() - trigger.sinceMillis()).isEqualTo(MINUTE));
    }

    @Test
    void whatIsTakenBackOrRestoredCountsAsSuch() {
        Automation automation = automation("codes = [421]\nlevel = \"path\"\naction = \"suspend\"\nlasts = \"1h\"");
        Outcome refusal = refused(421, "4.7.0", "busy");
        AutomationTrigger trigger = automation.observe(ACME, refusal, START).getFirst();
        automation.end(trigger);
        assertThat(automation.observe(ACME, refusal, START + 1)).hasSize(1);

        Automation restarted = automation("codes = [421]\nlevel = \"path\"\naction = \"suspend\"\nlasts = \"1h\"");
        restarted.restore(trigger);
        assertThat(restarted.observe(ACME, refusal, START + MINUTE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"path; suspend; site mx.example.net, source a",
            "site; suspend; site mx.example.net", "provider; suspend; provider google",
            "tenant; suspend; tenant acme, provider google",
            "campaign; suspend; tenant acme, campaign spring, provider google",
            "provider; switch_source; provider google, source a",
            "campaign; switch_source; tenant acme, campaign spring, provider google, source a"})
    void theLevelSaysWhichMailIsConcerned(String level, String action, String selector) {
        Automation automation = automation(
                "codes = [421]\nlasts = \"1h\"\nlevel = \"" + level + "\"\naction = \"" + action + "\"");
        assertThat(automation.observe(ACME, refused(421, "4.7.0", "busy"), START)).singleElement()
                .satisfies(trigger -> assertThat(trigger.selector()).hasToString(selector));
    }

    @Test
    void aRefusedConnectionIsNoTenantsFault() {
        Automation automation = automation("codes = [421]\nlevel = \"tenant\"\naction = \"suspend\"\nlasts = \"1h\"");
        assertThat(automation.observe(subject("", "", "a", ""), refused(421, "4.7.0", "busy"), START)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"provider = \"google\"; true", "provider = \"yahoo\"; false",
            "mx_suffix = \"example.net\"; true", "mx_suffix = \"ample.net\"; false", "source = \"b\"; false",
            "tenant = \"acme\"; true", "tenant = \"other\"; false", "campaign = \"spring\"; true",
            "domain = \"ONE.example\"; true", "domain = \"two.example\"; false", "codes = [450, 421]; true",
            "codes = [450]; false", "enhanced = [\"4.7.28\", \"4.7.0\"]; true", "enhanced = [\"5.*.*\"]; false",
            "enhanced = [\"*.7.0\"]; true", "text = \"too .* busy\"; true", "text = \"^busy\"; false"})
    void allThatARuleGivesMustMatch(String key, boolean matches) {
        Automation automation = automation((key.startsWith("codes") ? "" : "codes = [421]\n") + key
                + "\nlevel = \"path\"\naction = \"suspend\"\nlasts = \"1h\"");
        assertThat(automation.observe(ACME, refused(421, "4.7.0", "I am TOO very busy"), START))
                .hasSize(matches ? 1 : 0);
    }

    @Test
    void anExpressionThatWouldSearchForAgesGivesUpAndDoesNotMatch() {
        Automation automation = automation(
                "text = \"(a+)+(a+)+$\"\nlevel = \"path\"\naction = \"suspend\"\nlasts = \"1h\"");
        assertThat(automation.observe(ACME, refused(421, "4.7.0", "a".repeat(300) + "!"), START)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"level = \"path\" | action = \"suspend\"; matches every reply",
            "codes = [250] | level = \"path\" | action = \"suspend\"; codes are 400 to 599",
            "enhanced = [\"4.7\"] | level = \"path\" | action = \"suspend\"; enhanced are such as",
            "text = \"(\" | level = \"path\" | action = \"suspend\"; text is no regular expression",
            "codes = [421] | hits = 2 | level = \"path\" | action = \"suspend\"; within is missing",
            "codes = [421] | level = \"path\" | action = \"limit\"; limit needs a value",
            "codes = [421] | level = \"path\" | action = \"suspend\" | percent = 50; are for the action limit",
            "codes = [421] | level = \"tenant\" | action = \"limit\" | percent = 50; give a rate",
            "codes = [421] | level = \"path\" | action = \"stop\"; is expected",
            "codes = [421] | level = \"path\" | action = \"suspend\" | provider = \"nobody\"; names the provider nobody"})
    void aRuleThatCannotWorkIsRefused(String keys, String problem) {
        assertThatThrownBy(() -> read(keys.replace('|', '\n') + "\nlasts = \"1h\"")).hasMessageContaining(problem);
    }

    private static Automation automation(String keys) {
        try {
            return new Automation(read(keys));
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static List<AutomationConfig> read(String keys) throws ConfigException {
        String toml = "[providers.google]\nmx_suffix = [\"example.net\"]\n[providers.yahoo]\nmx_suffix = [\"yahoo.example\"]\n"
                + "[[automation]]\nname = \"rule\"\n" + keys + "\n";
        return ConfigReader.parse(Path.of("shaping.toml"), toml, ShapingConfig.class).automation();
    }

    private static AutomationSubject subject(String tenant, String campaign, String source, String provider) {
        return new AutomationSubject(tenant, campaign, "one.example", "mx.example.net", provider, source,
                List.of("mx.example.net"));
    }

    private static Outcome refused(int code, String status, String words) {
        EnhancedStatus enhanced = EnhancedStatus.parse(status);
        return new Outcome.Deferred(new DeliveryStatus(enhanced, code + " " + status + " " + words,
                new Reply(code, enhanced, List.of(words)), "mx.example.net[192.0.2.1]", Stage.MAIL), BounceClass.OTHER);
    }
}
