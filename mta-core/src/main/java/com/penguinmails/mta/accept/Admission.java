package com.penguinmails.mta.accept;

import com.penguinmails.mta.accept.AcceptResult.Refused;
import java.util.Optional;

/** What the node's gate asks of whoever decides for this node; a node by itself is {@link #open}. Thread-safe. */
public interface Admission {

    /** Why this node takes no mail for now, whoever's; empty: it does. */
    Optional<String> refusalForNow();

    /** Why mail of the tenant is not taken at all; empty: it is. */
    Optional<Refused> refusal(String tenant, long nowMillis);

    /** Nothing is refused. */
    static Admission open() {
        return new Admission() {
            @Override
            public Optional<String> refusalForNow() {
                return Optional.empty();
            }

            @Override
            public Optional<Refused> refusal(String tenant, long nowMillis) {
                return Optional.empty();
            }
        };
    }
}
