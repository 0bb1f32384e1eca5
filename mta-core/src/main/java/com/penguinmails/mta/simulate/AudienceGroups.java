package com.penguinmails.mta.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The lines of a report: domains of one provider together, a domain of no provider on its own if it is among the largest, and all
 * the rest as {@value #OTHERS}. Immutable.
 */
final class AudienceGroups {
    static final String OTHERS = "others";

    private static final int MOST = 16;
    /** A group is told apart if it has at least one of so many recipients. */
    private static final long SMALLEST_SHARE = 500;

    private final List<String> names = new ArrayList<>();
    private final List<Long> recipients = new ArrayList<>();
    private final int[] groupOfDomain;

    /** @param providerOf the name of a domain's provider, empty for none */
    AudienceGroups(List<AudienceDomain> audience, Function<AudienceDomain, String> providerOf) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        List<String> keys = audience.stream().map(to -> key(to, providerOf)).toList();
        for (int i = 0; i < keys.size(); i++) {
            sizes.merge(keys.get(i), audience.get(i).recipients(), Long::sum);
        }
        Map<String, Integer> numbers = new HashMap<>();
        long all = audience.stream().mapToLong(AudienceDomain::recipients).sum();
        sizes.entrySet().stream().filter(entry -> entry.getValue() * SMALLEST_SHARE >= all)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST).forEach(entry -> numbers.put(entry.getKey(), add(entry.getKey())));
        groupOfDomain = new int[audience.size()];
        for (int i = 0; i < groupOfDomain.length; i++) {
            Integer number = numbers.get(keys.get(i));
            groupOfDomain[i] = number == null ? others() : number;
            recipients.set(groupOfDomain[i], recipients.get(groupOfDomain[i]) + audience.get(i).recipients());
        }
    }

    private static String key(AudienceDomain to, Function<AudienceDomain, String> providerOf) {
        String provider = providerOf.apply(to);
        return provider.isEmpty() ? to.domain() : provider;
    }

    private int add(String name) {
        names.add(name);
        recipients.add(0L);
        return names.size() - 1;
    }

    /** Always the last. */
    private int others() {
        int last = names.size() - 1;
        return last >= 0 && names.get(last).equals(OTHERS) ? last : add(OTHERS);
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number);
    }

    long recipients(int number) {
        return recipients.get(number);
    }

    /** The number of each domain's group. */
    int[] groupOfDomain() {
        return groupOfDomain.clone();
    }
}
