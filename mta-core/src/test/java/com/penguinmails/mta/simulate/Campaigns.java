package com.penguinmails.mta.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.schedule.QueueAgent;
import java.time.Instant;
import java.util.List;

/** Simulations from JSON, as users ask for them, on a node with the shipped defaults and one source. */
final class Campaigns {
    static final Instant START = Instant.parse("2026-12-01T08:00:00Z");

    private Campaigns() {}

    static QueueAgent.Settings defaults() {
        return new QueueAgent.Settings(QueueConfig.defaults(), DeliveryConfig.defaults(), ShapingConfig.defaults(),
                List.of(new LocalEndpoint("a", null, null, "a.sender.example")));
    }

    static SimulationPlan plan(String json) throws SimulationInputException {
        try {
            return new SimulationReader(defaults(), SimulationReader.MAX_RECIPIENTS)
                    .read(new ObjectMapper().readTree(json), START);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    static SimulationResult run(String json) throws SimulationInputException {
        return new Simulation(plan(json), _ -> true).run();
    }
}
