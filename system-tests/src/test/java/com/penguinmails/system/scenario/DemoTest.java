package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.cli.Penguin;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What somebody sees who tries the product for the first time. */
final class DemoTest {

    @Test
    void theDemonstrationBalancesAndItsLastLineIsTheBalance() {
        var out = new StringWriter();
        CommandLine penguin = Penguin.commandLine().setOut(new PrintWriter(out, true));
        assertThat(penguin.execute("demo", "--recipients", "500", "--json")).as("exit status, after:\n%s", out)
                .isZero();
        assertThat(out.toString().strip().lines().toList().getLast()).isEqualTo(
                "{\"accepted\":500,\"delivered\":450,\"bounced\":50,\"expired\":0,\"cancelled\":0,\"queued\":0}");
    }
}
