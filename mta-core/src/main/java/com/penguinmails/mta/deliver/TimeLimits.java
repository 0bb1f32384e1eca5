package com.penguinmails.mta.deliver;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.outcome.Stage;
import java.time.Duration;

/** How long a receiver may take for a reply (RFC 5321 §4.5.3.2). */
record TimeLimits(DeliveryConfig config) {

    Duration of(Stage stage) {
        return switch (stage) {
            case GREETING -> config.greetingTimeout();
            case MAIL -> config.mailTimeout();
            case RCPT -> config.rcptTimeout();
            case DATA -> config.dataTimeout();
            case END_OF_DATA -> config.endTimeout();
            default -> config.commandTimeout();
        };
    }
}
