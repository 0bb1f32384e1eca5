package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.Sticky;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.message.MailSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Egress sources that share mail by weight. The source is chosen when a connection is opened, smoothly by weight among those that
 * may take one, so that a source which is drained, full or refused strands no mail. For one thread.
 */
public final class SourcePool {
    private final String name;
    private final List<Member> members;
    private final List<String> names;
    private final Sticky sticky;
    private final WeightedTurns<String> turns = new WeightedTurns<>();

    /** A source and its share: its weight in proportion to those of the others. */
    public record Member(LocalEndpoint source, int weight) {}

    /** @throws IllegalArgumentException if there is no source */
    public SourcePool(String name, List<Member> members, Sticky sticky) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("the pool " + name + " has no source");
        }
        this.name = name;
        this.members = List.copyOf(members);
        this.names = members.stream().map(member -> member.source().name()).toList();
        this.sticky = sticky;
    }

    public String name() {
        return name;
    }

    /** The names of its sources, in order. */
    public List<String> names() {
        return names;
    }

    /** Whether mail that leaves through it is meant by what the selector says of sources: it may leave from that one. */
    public boolean isMeantBy(MailSelector selector) {
        return selector.source() == null || names.contains(selector.source());
    }

    /** What keeps to one source as long as that is usable. */
    public Sticky sticky() {
        return sticky;
    }

    /** The weight of a source; 1 for one that it does not hold. */
    public int weight(String source) {
        for (Member member : members) {
            if (member.source().name().equals(source)) {
                return member.weight();
            }
        }
        return 1;
    }

    /** The next source in turn that may take a connection, or null when none may. */
    public @Nullable LocalEndpoint choose(Predicate<LocalEndpoint> mayTake) {
        List<String> candidates = new ArrayList<>(members.size());
        for (Member member : members) {
            if (mayTake.test(member.source())) {
                candidates.add(member.source().name());
            }
        }
        String next = turns.next(candidates);
        if (next == null) {
            return null;
        }
        turns.charge(next, 1, weight(next));
        return members.get(names.indexOf(next)).source();
    }

    /**
     * All sources in the order in which a key prefers them: by weighted rendezvous hashing, so that keys are shared by weight,
     * each keeps its order whatever happens to other keys, and those of a source that fails are shared by the rest.
     */
    public List<String> preferences(String key) {
        return members.stream().sorted(Comparator.comparingDouble((Member member) -> -score(member, key)))
                .map(member -> member.source().name()).toList();
    }

    private static double score(Member member, String key) {
        long bits = mix(hash(member.source().name()) * 31 + hash(key)) >>> 11;
        double uniform = (bits + 0.5) / (1L << 53);
        return member.weight() / -StrictMath.log(uniform);
    }

    /** FNV-1a over the UTF-16 code units. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
