package com.penguinmails.mta.resolve;

import java.util.concurrent.CompletionStage;

/** Says where a domain's mail goes. Thread-safe; never blocks; the stage always completes normally, on any thread. */
@FunctionalInterface
public interface Router {
    /** @param domain a receiving domain in lower case, as A-labels, or an address literal with its brackets */
    CompletionStage<Resolution> route(String domain);
}
