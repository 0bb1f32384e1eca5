package com.penguinmails.control;

import com.penguinmails.mta.http.HttpApi;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the API's requests. Thread-safe. */
final class RequestMeters implements HttpApi.Watch {
    private final Counter requests;
    private final Counter clientErrors;
    private final Counter serverErrors;

    RequestMeters(MeterRegistry meters) {
        requests = counter(meters, "penguin_control_requests", "Requests to the control plane's API.");
        clientErrors = counter(meters, "penguin_control_client_errors", "Requests that were answered with 4xx.");
        serverErrors = counter(meters, "penguin_control_server_errors", "Requests that were answered with 5xx.");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    @Override
    public void received() {
        requests.increment();
    }

    @Override
    public void answered(int status) {
        if (status >= 500) {
            serverErrors.increment();
        } else if (status >= 400) {
            clientErrors.increment();
        }
    }
}
