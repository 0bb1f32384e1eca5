package com.penguinmails.mta.simulate;

import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClassifier;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.outcome.Situation;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.outcome.Verdict;
import java.util.List;

/** What a receiver says, with the meaning that {@link OutcomePolicy} gives it: made once, since it says the same each time. */
final class ReceiverReplies {
    final List<Outcome> delivered;
    final List<Outcome> deferred;
    final List<Outcome> bounced;
    final Verdict blocked;
    final Verdict tooManyConnections;

    ReceiverReplies(String remoteMta) {
        var policy = new OutcomePolicy(new BounceClassifier());
        delivered = List.of(policy.delivered(new Situation(Stage.END_OF_DATA, remoteMta, 1, true),
                reply(250, "2.0.0", "OK")));
        deferred = List.of(policy.refused(new Situation(Stage.RCPT, remoteMta, 1, false),
                reply(451, "4.3.0", "try again later")).outcome());
        bounced = List.of(policy.refused(new Situation(Stage.RCPT, remoteMta, 1, false),
                reply(550, "5.1.1", "no such user")).outcome());
        blocked = policy.refused(new Situation(Stage.MAIL, remoteMta, 1, false),
                reply(421, "4.7.0", "too much mail from this address, try again later"));
        tooManyConnections = policy.refused(Situation.at(Stage.GREETING, remoteMta),
                reply(421, "4.7.0", "too many connections from this address"));
    }

    private static Reply reply(int code, String enhanced, String words) {
        return new Reply(code, EnhancedStatus.parse(enhanced), List.of(words));
    }
}
