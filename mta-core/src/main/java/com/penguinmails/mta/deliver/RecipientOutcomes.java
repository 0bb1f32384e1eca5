package com.penguinmails.mta.deliver;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of each recipient of a transaction.
 * A recipient is decided once; what comes later changes nothing, unless it shows that a refusal was not meant for it.
 */
final class RecipientOutcomes {
    private final @Nullable Outcome[] outcomes;
    private int undecided;
    private FailureScope scope = FailureScope.RECIPIENT;

    RecipientOutcomes(int recipients) {
        this.outcomes = new Outcome[recipients];
        this.undecided = recipients;
    }

    boolean isDecided(int index) {
        return outcomes[index] != null;
    }

    int undecided() {
        return undecided;
    }

    void deliver(int index, Outcome outcome) {
        if (outcomes[index] == null) {
            outcomes[index] = outcome;
            undecided--;
        }
    }

    void decide(int index, Verdict verdict) {
        deliver(index, verdict.outcome());
        widen(verdict);
    }

    /** Decides every recipient that is not decided. */
    void decideRest(Verdict verdict) {
        if (undecided == 0) {
            return;
        }
        for (int i = 0; i < outcomes.length; i++) {
            deliver(i, verdict.outcome());
        }
        widen(verdict);
    }

    /** Takes back every refusal: the replies were for something else. */
    void takeBackRefusals() {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] instanceof Outcome.Bounced bounced && bounced.status().reply() != null) {
                outcomes[i] = null;
                undecided++;
            }
        }
        scope = FailureScope.RECIPIENT;
    }

    private void widen(Verdict verdict) {
        if (verdict.scope().compareTo(scope) > 0) {
            scope = verdict.scope();
        }
    }

    /** How far the widest failure reaches. */
    FailureScope scope() {
        return scope;
    }

    /**
     * One for each recipient, in order.
     *
     * @throws NullPointerException if one is not decided
     */
    List<Outcome> all() {
        return Stream.of(outcomes).map(Objects::requireNonNull).toList();
    }
}
