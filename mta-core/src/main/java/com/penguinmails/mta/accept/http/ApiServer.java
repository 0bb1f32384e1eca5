package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.HttpApi;
import com.penguinmails.mta.http.HttpRequest;
import com.penguinmails.mta.http.RequestLimiter;
import com.penguinmails.mta.http.Router;

/** The local API's own part of every request: who is it, how many requests, which route. Thread-safe. */
final class ApiServer implements HttpApi.Handler, HttpApi.Watch {
    private final Router<ApiAction> router;
    private final Authenticator authenticator;
    private final RequestLimiter limiter;
    private final Counters counters;

    ApiServer(Router<ApiAction> router, Authenticator authenticator, RequestLimiter limiter, Counters counters) {
        this.router = router;
        this.authenticator = authenticator;
        this.limiter = limiter;
        this.counters = counters;
    }

    /** Does what a request asks. */
    @FunctionalInterface
    interface ApiAction {
        Answer handle(ApiRequest request) throws InterruptedException;
    }

    @Override
    public Answer handle(HttpRequest request) throws InterruptedException {
        Sender sender = authenticator.authenticate(request.header("Authorization"), request.remote());
        request.limit(limiter, sender.keyId());
        Router.Match<ApiAction> match = router.match(request.method(), request.path());
        return match.route().action().handle(new ApiRequest(request, sender, match.id()));
    }

    @Override
    public void received() {
        counters.increment(Counter.HTTP_REQUESTS);
    }

    @Override
    public void answered(int status) {
        if (status >= 500) {
            counters.increment(Counter.HTTP_SERVER_ERRORS);
        } else if (status >= 400) {
            counters.increment(Counter.HTTP_CLIENT_ERRORS);
        }
    }
}
