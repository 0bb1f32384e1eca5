package com.penguinmails.dns;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The name of a receiving site: of all domains whose mail goes to the same set of hosts. Limits and connections belong to
 * a site, so that a thousand domains at one mail host are treated as the one receiver they are.
 *
 * <p>The name of one host is that host; of several the part they share with the rest in brackets, as in
 * {@code (mx1|mx2).mail.example.net}, where {@code ?} marks that the shared part is itself a host. Different sets have
 * different names. At most 255 characters: of a larger set the first hosts and a digest of all.
 *
 * @param text the name
 */
public record SiteName(String text) {
    private static final int MAX_LENGTH = 255;

    public SiteName {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "site name: has " + text.length() + " characters, allowed are 1 to " + MAX_LENGTH);
        }
    }

    /**
     * The site of a set of hosts; neither order nor repetition matters.
     *
     * @throws IllegalArgumentException if there is no host
     */
    public static SiteName of(Collection<DomainName> hosts) {
        List<DomainName> sorted = List.copyOf(new TreeSet<>(hosts));
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("site name: a site has at least one host");
        }
        if (sorted.size() == 1) {
            return new SiteName(sorted.getFirst().toString());
        }
        List<String> shared = sharedLabels(sorted);
        String tail = shared.isEmpty() ? "" : "." + String.join(".", shared);
        List<String> heads = sorted.stream().map(host -> head(host, shared.size())).filter(head -> !head.isEmpty())
                .toList();
        String optional = heads.size() < sorted.size() ? "?" : "";
        String whole = "(" + String.join("|", heads) + ")" + optional + tail;
        return new SiteName(whole.length() <= MAX_LENGTH ? whole : shortened(sorted));
    }

    /** The site's name. */
    @Override
    public String toString() {
        return text;
    }

    private static List<String> sharedLabels(List<DomainName> hosts) {
        List<String> shared = hosts.getFirst().labels();
        for (DomainName host : hosts) {
            List<String> labels = host.labels();
            int same = 0;
            while (same < Math.min(shared.size(), labels.size())
                    && fromRight(shared, same).equals(fromRight(labels, same))) {
                same++;
            }
            shared = shared.subList(shared.size() - same, shared.size());
        }
        return shared;
    }

    private static String fromRight(List<String> labels, int index) {
        return labels.get(labels.size() - 1 - index);
    }

    private static String head(DomainName host, int sharedLabels) {
        List<String> labels = host.labels();
        return String.join(".", labels.subList(0, labels.size() - sharedLabels));
    }

    private static String shortened(List<DomainName> hosts) {
        String first = hosts.getFirst().toString();
        String head = first.length() <= MAX_LENGTH / 2 ? first : first.substring(first.length() - MAX_LENGTH / 2);
        return "(" + head + "|" + (hosts.size() - 1) + " more|" + digest(hosts) + ")";
    }

    private static String digest(List<DomainName> hosts) {
        String all = hosts.stream().map(DomainName::toString).collect(Collectors.joining("|"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
