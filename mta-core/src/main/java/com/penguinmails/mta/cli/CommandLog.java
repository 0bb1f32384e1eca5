package com.penguinmails.mta.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Changes the log from a command's few words to the JSON lines of a process that stays. */
public final class CommandLog {

    private CommandLog() {}

    /** From here on one JSON object a line, on standard output. */
    public static void toJson() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        URL file = Objects.requireNonNull(CommandLog.class.getResource("/logback-node.xml"), "logback-node.xml");
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException("the shipped logging configuration is wrong", e);
        }
    }
}
