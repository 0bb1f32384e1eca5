package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts outcomes into the words of events. */
final class AttemptEvents {
    private static final String EXPIRED_STATUS = "5.4.7";

    private final Clock clock;

    AttemptEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * The event of one recipient's outcome.
     *
     * @param recipient which of the attempt's recipients
     * @param number of the attempt, 0 where none was made
     * @param dueMillis the next attempt, 0 where there is none
     */
    DeliveryEvent of(Attempt attempt, int recipient, Outcome outcome, int number, long dueMillis) {
        DeliveryStatus status = outcome.status();
        String code = outcome instanceof Outcome.Expired ? EXPIRED_STATUS : status.code().toString();
        EventDetail detail = new EventDetail(code, status.diagnostic(), status.remoteMta(), attempt.source(),
                attempt.site(), reason(outcome), dueMillis);
        MailIdentity identity = attempt.identity();
        return event(type(outcome), identity, identity.recipients().get(recipient), number, detail);
    }

    /** A limit of ours holds a recipient. */
    DeliveryEvent delayed(MailIdentity identity, String reason, long releaseMillis) {
        EventDetail detail = new EventDetail("", reason, null, null, null, "limited", releaseMillis);
        return event(EventType.DELAYED, identity, identity.recipients().getFirst(), 0, detail);
    }

    private DeliveryEvent event(EventType type, MailIdentity identity, Recipient recipient, int number,
            EventDetail detail) {
        return new DeliveryEvent(type, clock.millis(), 0, identity.labels(), identity.id(), identity.job(),
                recipient.forwardPath().toString(), 1, number, detail);
    }

    private static EventType type(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> EventType.DELIVERED;
            case Outcome.Deferred _ -> EventType.DEFERRED;
            case Outcome.Bounced _ -> EventType.BOUNCED;
            case Outcome.Expired _ -> EventType.EXPIRED;
            case Outcome.Cancelled _ -> EventType.CANCELLED;
            case Outcome.RenderingFailed _ -> EventType.RENDERING_FAILED;
        };
    }

    private static @Nullable String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deferred deferred -> word(deferred.bounceClass());
            case Outcome.Bounced bounced -> word(bounced.bounceClass());
            case Outcome.RenderingFailed _ -> word(BounceClass.RENDERING);
            case Outcome.Delivered _,Outcome.Expired _,Outcome.Cancelled _ -> null;
        };
    }

    private static String word(BounceClass bounceClass) {
        return bounceClass.name().toLowerCase(Locale.ROOT);
    }
}
