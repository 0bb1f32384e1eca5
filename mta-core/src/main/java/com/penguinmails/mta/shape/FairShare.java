package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.PriorityClass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says whose turn it is. Deficit round robin over tenants by their weights, within a tenant over its campaigns by theirs, within a
 * campaign over its queues alike; the unit is a recipient. What a tenant has queued, or in how many queues, gives it no more turns.
 *
 * <p>Transactional mail goes first, but of {@value #BULK_TURN} turns in a row at least one is given to bulk mail while any
 * waits. Every operation takes constant time, amortised over what is charged. For one thread.
 *
 * <p><b>The bound.</b> With the weights w<sub>i</sub> of the tenants that wait in a class and at most m recipients in a transaction,
 * a tenant t that joins has its first recipient served after at most Σ<sub>i≠t</sub> (w<sub>i</sub> + m − 1) others of its class,
 * and its k-th after at most ⌈k ÷ w<sub>t</sub>⌉ times as many: nothing in it depends on what the others have queued. Recipients of
 * the other class come in between: one for each {@value #BULK_TURN} − 1 turns of transactional mail, at most
 * {@value #BULK_TURN} − 1 turns for each of bulk mail.
 *
 * @param <M> what takes turns
 */
public final class FairShare<M extends FairShare.Member> {
    /** Of so many turns in a row bulk mail has at least one. */
    public static final int BULK_TURN = 8;

    private final ShareGroup transactional = new ShareGroup();
    private final ShareGroup bulk = new ShareGroup();
    /** In the order in which they came: what is shown of them must not hang on which JVM it is. */
    private final Map<GroupKey, ShareGroup> groups = new LinkedHashMap<>();
    private final ShareWeights weights;
    private final TenantListener listener;
    private int turnsBeforeBulk;
    private int members;

    /** What takes turns; in one fair share at a time. */
    public abstract static class Member extends ShareNode {
        protected abstract String tenant();

        protected abstract String campaign();

        protected abstract PriorityClass priority();

        /** Whether it takes part in any fair share now. */
        public final boolean takesPart() {
            return parent != null;
        }
    }

    /** Is told which tenants take part. */
    @FunctionalInterface
    public interface TenantListener {
        /** Mail of the tenant and class takes part, and none did before. */
        void came(PriorityClass priority, String tenant);
    }

    /** Everybody has the same weight. */
    public FairShare() {
        this(ShareWeights.equal());
    }

    /** @param weights of those that join from now on; may change meanwhile */
    public FairShare(ShareWeights weights) {
        this(weights, (_, _) -> {});
    }

    /**
     * @param weights of those that join from now on; may change meanwhile
     * @param listener is told of tenants, while they join; it changes nothing here
     */
    public FairShare(ShareWeights weights, TenantListener listener) {
        this.weights = weights;
        this.listener = listener;
    }

    private record GroupKey(PriorityClass priority, String tenant, @Nullable String campaign) {}

    /** Lets a member take turns, from the end of the line. */
    public void add(M member) {
        ShareGroup tenants = member.priority() == PriorityClass.TRANSACTIONAL ? transactional : bulk;
        ShareGroup tenant = group(new GroupKey(member.priority(), member.tenant(), null), tenants);
        ShareGroup campaign = group(new GroupKey(member.priority(), member.tenant(), member.campaign()), tenant);
        boolean first = tenant.holdsOnly(campaign) && campaign.isEmpty();
        campaign.append(member);
        members++;
        if (first) {
            listener.came(member.priority(), member.tenant());
        }
    }

    /** Takes a member out; its tenant's other members are not affected. */
    public void remove(M member) {
        detach(member, new GroupKey(member.priority(), member.tenant(), member.campaign()),
                new GroupKey(member.priority(), member.tenant(), null));
        members--;
    }

    /** Shows members that have their turns soon, about so many, as far as that can be told. Nothing changes. */
    public void ahead(int count, Consumer<? super M> consumer) {
        (transactional.isEmpty() ? bulk : transactional).ahead(count, node -> {
            @SuppressWarnings("unchecked") // what is lowest is a member, and add() takes only M
            M member = (M) node;
            consumer.accept(member);
        });
    }

    /** The member whose turn it is, or null when none takes part. It stays until it is charged or removed. */
    public @Nullable M next() {
        if (members == 0) {
            return null;
        }
        boolean bulkTurn = transactional.isEmpty() || (turnsBeforeBulk >= BULK_TURN - 1 && !bulk.isEmpty());
        return nextBelow(bulkTurn ? bulk : transactional);
    }

    /** The member whose turn it is among those of one tenant and class, or null when none takes part. */
    public @Nullable M next(PriorityClass priority, String tenant) {
        ShareGroup group = groups.get(new GroupKey(priority, tenant, null));
        return group == null ? null : nextBelow(group);
    }

    private M nextBelow(ShareGroup top) {
        ShareNode node = top;
        while (node instanceof ShareGroup group) {
            node = group.select();
        }
        @SuppressWarnings("unchecked") // add() is the only way in, and takes only M
        M member = (M) node;
        return member;
    }

    /** Shows every tenant that takes part. */
    public void forEachTenant(TenantListener consumer) {
        groups.keySet().forEach(key -> {
            if (key.campaign() == null) {
                consumer.came(key.priority(), key.tenant());
            }
        });
    }

    /** Accounts for recipients that a member had served; it must take part. */
    public void charge(M member, int recipients) {
        if (member.priority() == PriorityClass.BULK) {
            turnsBeforeBulk = 0;
        } else if (!bulk.isEmpty()) {
            turnsBeforeBulk += recipients;
        }
        ShareNode node = member;
        for (ShareGroup group = node.parent; group != null; group = group.parent) {
            group.charge(node, recipients);
            node = group;
        }
    }

    /** The same where turns among tenants are counted elsewhere: only among the tenant's campaigns and their members. */
    public void chargeWithinTenant(M member, int recipients) {
        ShareGroup campaign = Objects.requireNonNull(member.parent, "takes part");
        campaign.charge(member, recipients);
        Objects.requireNonNull(campaign.parent, "takes part").charge(campaign, recipients);
    }

    /** Shows every member, in no certain order; none may join or leave meanwhile. */
    public void forEach(Consumer<? super M> consumer) {
        forEach(transactional, consumer);
        forEach(bulk, consumer);
    }

    private void forEach(ShareGroup group, Consumer<? super M> consumer) {
        group.forEach(node -> {
            if (node instanceof ShareGroup inner) {
                forEach(inner, consumer);
            } else {
                @SuppressWarnings("unchecked") // add() is the only way in, and takes only M
                M member = (M) node;
                consumer.accept(member);
            }
        });
    }

    /** How many take part. */
    public int size() {
        return members;
    }

    private ShareGroup group(GroupKey key, ShareGroup parent) {
        ShareGroup group = groups.get(key);
        if (group == null) {
            group = new ShareGroup();
            String campaign = key.campaign();
            group.weight = campaign == null ? weights.of(key.tenant()) : weights.of(key.tenant(), campaign);
            groups.put(key, group);
            parent.append(group);
        }
        return group;
    }

    private void detach(ShareNode member, GroupKey campaign, GroupKey tenant) {
        ShareNode node = member;
        GroupKey[] keys = {campaign, tenant};
        for (int level = 0; level <= keys.length; level++) {
            ShareGroup group = Objects.requireNonNull(node.parent, "takes part");
            group.remove(node);
            if (level == keys.length || !group.isEmpty()) {
                return;
            }
            groups.remove(keys[level]);
            node = group;
        }
    }
}
