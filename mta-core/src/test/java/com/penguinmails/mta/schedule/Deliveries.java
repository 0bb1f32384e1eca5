package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.DeliveryConfig;

/** Delivery settings that differ from the shipped ones in one point. */
final class Deliveries {
    private Deliveries() {}

    static DeliveryConfig withMaxConnections(int maxConnections) {
        DeliveryConfig shipped = DeliveryConfig.defaults();
        return new DeliveryConfig(shipped.port(), shipped.tls(), shipped.ipv6(), maxConnections,
                shipped.maxRecipientsPerTransaction(), shipped.maxMessagesInFlight(), shipped.connectTimeout(),
                shipped.greetingTimeout(),
                shipped.commandTimeout(), shipped.mailTimeout(), shipped.rcptTimeout(), shipped.dataTimeout(),
                shipped.blockTimeout(), shipped.endTimeout(), shipped.idleTimeout(), shipped.threads());
    }
}
