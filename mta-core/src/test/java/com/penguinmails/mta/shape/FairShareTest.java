package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ShareConfig;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final class Queue extends FairShare.Member {
        private final String tenant;
        private final String campaign;
        private final PriorityClass priority;
        private int ready;

        Queue(String tenant, String campaign, PriorityClass priority, int ready) {
            this.tenant = tenant;
            this.campaign = campaign;
            this.priority = priority;
            this.ready = ready;
        }

        @Override
        protected String tenant() {
            return tenant;
        }

        @Override
        protected String campaign() {
            return campaign;
        }

        @Override
        protected PriorityClass priority() {
            return priority;
        }
    }

    private final FairShare<Queue> share = new FairShare<>();

    private Queue serve(int most) {
        Queue queue = Objects.requireNonNull(share.next());
        int served = Math.min(most, queue.ready);
        share.charge(queue, served);
        queue.ready -= served;
        if (queue.ready == 0) {
            share.remove(queue);
        }
        return queue;
    }

    private void add(String tenant, String campaign, int ready) {
        share.add(new Queue(tenant, campaign, PriorityClass.BULK, ready));
    }

    @Test
    void aHundredTenantsGetTheSameWhateverTheyHaveQueued() {
        for (int tenant = 0; tenant < 100; tenant++) {
            int backlog = (int) (10 * Math.pow(1_000, tenant / 99.0));
            for (int queue = 0; queue <= tenant % 7; queue++) {
                add("t" + tenant, "c" + queue % 3, Math.max(1, backlog));
            }
        }
        Map<String, Integer> served = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            served.merge(serve(1).tenant, 1, Integer::sum);
        }

        assertThat(jain(served.values().stream().map(Integer::doubleValue).toList())).isGreaterThanOrEqualTo(0.99);
        assertThat(served).hasSize(100);
    }

    @Test
    void whoHasManyRecipientsServedAtOnceWaitsForItsNextTurn() {
        add("many", "c", 100_000);
        add("single", "c", 100_000);
        Map<String, Integer> served = new HashMap<>();

        for (int i = 0; i < 5_000; i++) {
            Queue queue = Objects.requireNonNull(share.next());
            int count = queue.tenant.equals("many") ? 50 : 1;
            share.charge(queue, count);
            served.merge(queue.tenant, count, Integer::sum);
        }

        int single = served.getOrDefault("single", 0);
        assertThat(served.get("many")).isBetween(single - 51, single + 51);
    }

    @Test
    void campaignsOfATenantAndQueuesOfACampaignTakeTurns() {
        add("t", "a", 1_000);
        add("t", "b", 1_000);
        add("t", "b", 1_000);
        Map<Queue, Integer> served = new HashMap<>();

        for (int i = 0; i < 400; i++) {
            served.merge(serve(1), 1, Integer::sum);
        }

        assertThat(served.entrySet()).allSatisfy(
                entry -> assertThat(entry.getValue()).isEqualTo(entry.getKey().campaign.equals("a") ? 200 : 100));
    }

    @Test
    void transactionalMailGoesFirstWithinABoundAndBulkNeverStarves() {
        Queue fast = new Queue("t", "c", PriorityClass.TRANSACTIONAL, 1_000_000);
        share.add(fast);
        add("t", "c", 1_000_000);
        List<Boolean> bulk = new ArrayList<>();

        for (int i = 0; i < 8_000; i++) {
            bulk.add(serve(1).priority == PriorityClass.BULK);
        }

        assertThat(bulk.getFirst()).isFalse();
        assertThat(bulk.stream().filter(turn -> turn).count()).isEqualTo(1_000);
        for (int i = 0; i + FairShare.BULK_TURN <= bulk.size(); i++) {
            assertThat(bulk.subList(i, i + FairShare.BULK_TURN)).contains(true);
        }
    }

    @Test
    void whoLeavesAndComesBackTakesNobodysTurn() {
        Queue comesAndGoes = new Queue("x", "c", PriorityClass.BULK, 1_000_000);
        share.add(comesAndGoes);
        add("y", "c", 1_000_000);
        Map<String, Integer> served = new HashMap<>();

        for (int i = 0; i < 1_000; i++) {
            Queue queue = serve(1);
            served.merge(queue.tenant, 1, Integer::sum);
            if (queue.equals(comesAndGoes)) {
                share.remove(comesAndGoes);
                share.add(comesAndGoes);
            }
        }

        assertThat(served.get("x")).isBetween(490, 510);
        assertThat(share.size()).isEqualTo(2);
    }

    @Test
    void tenantsAndTheirCampaignsAreServedByWeight() {
        ShareWeights weights = new ShareWeights(List.of(new ShareConfig("heavy", null, 3),
                new ShareConfig("heavy", "big", 2)));
        FairShare<Queue> weighted = new FairShare<>(weights);
        List.of(new Queue("heavy", "big", PriorityClass.BULK, 1), new Queue("heavy", "small", PriorityClass.BULK, 1),
                new Queue("light", "c", PriorityClass.BULK, 1)).forEach(weighted::add);
        Map<String, Integer> served = new HashMap<>();

        for (int i = 0; i < 4_000; i++) {
            Queue queue = Objects.requireNonNull(weighted.next());
            weighted.charge(queue, 1);
            served.merge(queue.campaign, 1, Integer::sum);
        }

        assertThat(served).containsEntry("c", 1_000).containsEntry("big", 2_000).containsEntry("small", 1_000);
    }

    @Test
    void aThousandWeightedTenantsWithUnlikeBacklogsAreServedByWeightWhileTheyWait() {
        List<ShareConfig> shares = new ArrayList<>();
        for (int tenant = 0; tenant < 1_000; tenant++) {
            shares.add(new ShareConfig("t" + tenant, null, 1 + tenant * 7 % 10));
        }
        FairShare<Queue> weighted = new FairShare<>(new ShareWeights(shares));
        for (int tenant = 0; tenant < 1_000; tenant++) {
            int backlog = (int) (1_000 * Math.pow(1_000, tenant / 999.0));
            weighted.add(new Queue("t" + tenant, "c", PriorityClass.BULK, backlog));
        }
        Map<String, Integer> served = new HashMap<>();
        int round = shares.stream().mapToInt(ShareConfig::weight).sum();

        for (int i = 0; i < 50 * round + 1_234; i++) {
            Queue queue = Objects.requireNonNull(weighted.next());
            weighted.charge(queue, 1);
            served.merge(queue.tenant, 1, Integer::sum);
        }

        assertThat(jain(shares.stream()
                .map(share -> served.getOrDefault(share.tenant(), 0) / (double) share.weight()).toList()))
                .isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void aSmallTenantIsServedWithinTheStatedBoundWhateverALargeOneHasQueued() {
        int mostInATransaction = 50;
        List<ShareConfig> shares = List.of(new ShareConfig("large", null, 10), new ShareConfig("other", null, 4));
        FairShare<Queue> weighted = new FairShare<>(new ShareWeights(shares));
        weighted.add(new Queue("large", "c", PriorityClass.BULK, 10_000_000));
        weighted.add(new Queue("other", "c", PriorityClass.BULK, 10_000_000));
        for (int i = 0; i < 1_000; i++) {
            weighted.charge(Objects.requireNonNull(weighted.next()), mostInATransaction);
        }
        weighted.add(new Queue("small", "c", PriorityClass.BULK, 10));
        int bound = 10 + mostInATransaction - 1 + 4 + mostInATransaction - 1;

        for (int k = 1; k <= 10; k++) {
            int others = 0;
            Queue next = Objects.requireNonNull(weighted.next());
            while (!next.tenant.equals("small")) {
                weighted.charge(next, mostInATransaction);
                others += mostInATransaction;
                next = Objects.requireNonNull(weighted.next());
            }
            weighted.charge(next, 1);
            assertThat(others).as("others before recipient %s", k).isLessThanOrEqualTo(bound);
        }
    }

    private static double jain(List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        double squares = shares.stream().mapToDouble(share -> share * share).sum();
        return sum * sum / (shares.size() * squares);
    }
}
