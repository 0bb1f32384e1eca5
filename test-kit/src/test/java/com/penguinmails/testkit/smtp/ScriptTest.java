package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScriptTest {

    @Test
    void readsRulesOfAllForms() {
        Script script = Script.parse("""
                # a comment

                rcpt to=*@FULL.test from=a@b.test every=3 -> 452 4.2.2 Mailbox full
                no-well-known-local-parts
                end-of-data fraction=0.05 seed=7 -> unsolicited after=2s 421 4.3.2 Bye
                connect connections=10 -> delay 1min
                """);
        assertThat(script.wellKnownLocalParts()).isFalse();
        assertThat(script.rules()).hasSize(3);
        Rule first = script.rules().getFirst();
        assertThat(first.stage()).isEqualTo(Stage.RCPT);
        assertThat(first.to()).isEqualTo(new AddressPattern("*@full.test"));
        assertThat(first.occasion()).isEqualTo(new Occasion.EveryNth(3));
        assertThat(script.rules().get(1).occasion()).isEqualTo(new Occasion.Fraction(0.05, 7));
        assertThat(script.rules().get(1).action()).hasToString("Unsolicited[reply=421 4.3.2 Bye, after=PT2S]");
        assertThat(script.rules().get(2)).isEqualTo(new Rule(Stage.CONNECT, AddressPattern.ANY, AddressPattern.ANY,
                new Occasion.OverConnections(10, false), new Action.Delay(Duration.ofMinutes(1))));
    }

    @Test
    void wrongRulesAreRefusedWithLineAndWord() {
        for (String[] wrong : new String[][]{{"rcpt 452 4.2.2 Full", "->"}, {"recipient -> drop", "recipient"},
                {"rcpt x=1 -> drop", "x"},
                {"rcpt every=0 -> drop", "every"}, {"rcpt every=x -> drop", "x"}, {"rcpt -> explode", "explode"},
                {"rcpt -> 999 no", "999"},
                {"rcpt fraction=2 -> drop", "fraction"}, {"rcpt seed=2 -> drop", "seed"}, {"rcpt -> delay 5", "5"},
                {"rcpt every=2 first=2 -> drop", "first"}, {"rcpt rate=5 -> drop", "5"},
                {"mail to=a@b.test -> drop", "to="},
                {"helo from=a@b.test -> drop", "from="}, {"rcpt -> tls-drop", "stage"}, {"rcpt -> slow 0", "0"}}) {
            assertThatThrownBy(() -> Script.parse("\n" + wrong[0])).as(wrong[0])
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2").hasMessageContaining(wrong[1]);
        }
    }

    @Test
    void globsMatchWholeAddresses() {
        for (String glob : List.of("*", "a@b.test", "A@*", "*@B.test", "*@*.test", "a*b*t", "**a@b.test**")) {
            assertThat(new AddressPattern(glob).matches("a@b.Test")).as(glob).isTrue();
        }
        for (String glob : List.of("", "a@b.tes", "b.test", "*@c.test", "a*x", "aa*")) {
            assertThat(new AddressPattern(glob).matches("a@b.test")).as(glob).isFalse();
        }
    }
}
