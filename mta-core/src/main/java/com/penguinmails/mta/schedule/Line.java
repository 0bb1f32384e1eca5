package com.penguinmails.mta.schedule;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.FairShare;
import com.penguinmails.mta.shape.ShareWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queues with mail for one place, in fair order for each source that serves them. All sources share one order as long as none
 * is refused any queue. A source that a limit refuses some queue has an order of its own from then on, with a place for every queue;
 * the place of a refused one waits for that limit, so that the source never meets it again before the limit opens, and the other
 * sources go on with the queue meanwhile.
 *
 * <p>Every operation takes constant time in the number of queues, but for the first refusal of a source, which makes its order.
 * For one thread.
 */
final class Line {
    private final ShareWeights weights;
    private final FairShare<DomainQueue> queues;
    private final Listener listener;
    private final Map<String, View> views = new HashMap<>();

    /** Is told which tenants have turns. */
    interface Listener {
        /** The tenant has a turn that it had not; {@code source} is the only one for which that is so, or null if it is for all. */
        void came(PriorityClass priority, String tenant, @Nullable String source);
    }

    /** A queue as one source sees it. */
    static final class Place extends Waiter {
        private final DomainQueue queue;
        final String source;

        private Place(DomainQueue queue, String source) {
            this.queue = queue;
            this.source = source;
        }

        @Override
        DomainQueue queue() {
            return queue;
        }
    }

    /** The order of one source, and the places in it, whether they take turns or wait. */
    private record View(FairShare<Place> order, Map<DomainQueue, Place> places) {}

    Line(ShareWeights weights, Listener listener) {
        this.weights = weights;
        this.listener = listener;
        this.queues = new FairShare<>(weights, (priority, tenant) -> listener.came(priority, tenant, null));
    }

    /** The queue takes turns from now on, from the end of the line. */
    void add(DomainQueue queue) {
        queues.add(queue);
        if (!views.isEmpty()) {
            views.forEach((source, view) -> addPlace(view, queue, source));
        }
    }

    void remove(DomainQueue queue) {
        queues.remove(queue);
        for (View view : views.values()) {
            Place place = view.places().remove(queue);
            if (place != null && place.waitsAt != null) {
                place.waitsAt.leave(place);
            } else if (place != null && place.takesPart()) {
                view.order().remove(place);
            }
        }
        if (queues.size() == 0) {
            views.clear();
        }
    }

    /** The queue whose turn it is, whatever the source; null when there is none. */
    @Nullable
    DomainQueue first() {
        return queues.next();
    }

    /** The queue whose turn it is among those that may leave from the source, or null when there is none. */
    @Nullable
    DomainQueue next(String source) {
        View view = views.isEmpty() ? null : views.get(source);
        if (view == null) {
            return queues.next();
        }
        Place place = view.order().next();
        return place == null ? null : place.queue();
    }

    /** Shows queues that have their turns soon, about so many, as far as that can be told. */
    void ahead(String source, int count, Consumer<DomainQueue> consumer) {
        View view = views.isEmpty() ? null : views.get(source);
        if (view == null) {
            queues.ahead(count, consumer);
        } else {
            view.order().ahead(count, place -> consumer.accept(place.queue()));
        }
    }

    /** The same among the queues of one tenant and class. */
    @Nullable
    DomainQueue next(String source, PriorityClass priority, String tenant) {
        View view = views.isEmpty() ? null : views.get(source);
        if (view == null) {
            return queues.next(priority, tenant);
        }
        Place place = view.order().next(priority, tenant);
        return place == null ? null : place.queue();
    }

    /** Shows the tenants that have turns from the source. */
    void forEachTenant(String source, FairShare.TenantListener consumer) {
        View view = views.isEmpty() ? null : views.get(source);
        if (view == null) {
            queues.forEachTenant(consumer);
        } else {
            view.order().forEachTenant(consumer);
        }
    }

    /** Whether the source has a queue to look at. */
    boolean hasMail(String source) {
        View view = views.isEmpty() ? null : views.get(source);
        return view == null ? queues.size() > 0 : view.order().size() > 0;
    }

    /** Accounts for recipients that leave from the source. */
    void charge(DomainQueue queue, String source, int recipients) {
        View view = views.isEmpty() ? null : views.get(source);
        if (view == null) {
            queues.charge(queue, recipients);
            return;
        }
        Place place = view.places().get(queue);
        if (place != null && place.takesPart()) {
            view.order().charge(place, recipients);
        }
    }

    /** The same where turns among tenants are counted elsewhere. */
    void chargeWithinTenant(DomainQueue queue, String source, int recipients) {
        View view = views.isEmpty() ? null : views.get(source);
        if (view == null) {
            queues.chargeWithinTenant(queue, recipients);
            return;
        }
        Place place = view.places().get(queue);
        if (place != null && place.takesPart()) {
            view.order().chargeWithinTenant(place, recipients);
        }
    }

    /** Takes the queue out of the order of one source; its place, which is to wait for the limit that refuses it. */
    Place passOver(DomainQueue queue, String source) {
        View view = views.computeIfAbsent(source, this::view);
        Place place = addPlace(view, queue, source);
        view.order().remove(place);
        return place;
    }

    /** The place waits no more: it takes turns again. */
    void rejoin(Place place) {
        View view = views.get(place.source);
        if (view != null && !place.takesPart()) {
            view.order().add(place);
        }
    }

    /** The places of a queue that wait for a limit, by source. */
    List<Place> waiting(DomainQueue queue) {
        List<Place> waiting = new ArrayList<>();
        for (View view : views.values()) {
            Place place = view.places().get(queue);
            if (place != null && place.waitsAt != null) {
                waiting.add(place);
            }
        }
        return waiting;
    }

    /** The queues that have turns from the source, in no certain order, if they are so many at most; none if they are more. */
    List<DomainQueue> few(String source, int most) {
        View view = views.isEmpty() ? null : views.get(source);
        int size = view == null ? queues.size() : view.order().size();
        if (size > most) {
            return List.of();
        }
        List<DomainQueue> few = new ArrayList<>(size);
        if (view == null) {
            queues.forEach(few::add);
        } else {
            view.order().forEach(place -> few.add(place.queue()));
        }
        return few;
    }

    /** How many queues there are. */
    int size() {
        return queues.size();
    }

    private View view(String source) {
        View view = new View(
                new FairShare<>(weights, (priority, tenant) -> listener.came(priority, tenant, source)),
                new HashMap<>());
        queues.forEach(queue -> addPlace(view, queue, source));
        return view;
    }

    @CanIgnoreReturnValue
    private static Place addPlace(View view, DomainQueue queue, String source) {
        return view.places().computeIfAbsent(queue, _ -> {
            Place place = new Place(queue, source);
            view.order().add(place);
            return place;
        });
    }
}
