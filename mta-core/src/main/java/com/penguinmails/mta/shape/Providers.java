package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.ProviderConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Which group of sites a site belongs to. A receiving domain that a group names belongs to it; else the host with the longest
 * matching suffix decides. Of two groups that name the same, the first in the order of their names holds. Immutable.
 */
public final class Providers {
    /** The name of no group. */
    public static final String NONE = "";

    private final Map<String, String> domains = new HashMap<>();
    private final Map<String, String> suffixes = new HashMap<>();

    public Providers(Map<String, ProviderConfig> config) {
        config.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            entry.getValue().domains().forEach(domain -> domains.putIfAbsent(domain, entry.getKey()));
            entry.getValue().mxSuffix().forEach(suffix -> suffixes.putIfAbsent(suffix, entry.getKey()));
        });
    }

    /**
     * The name of the group, or {@link #NONE}.
     *
     * @param hosts the names of the site's mail exchangers in lower case
     * @param domain the receiving domain in lower case; empty for none in particular
     */
    public String of(Collection<String> hosts, String domain) {
        String byDomain = domains.get(domain);
        if (byDomain != null) {
            return byDomain;
        }
        String best = NONE;
        int longest = 0;
        for (String host : hosts) {
            String suffix = longestSuffix(host);
            if (suffix.length() > longest) {
                longest = suffix.length();
                best = suffixes.getOrDefault(suffix, NONE);
            }
        }
        return best;
    }

    /** Whether a group names the domain itself, so that its site may be shared with mail of another group. */
    public boolean namesDomain(String domain) {
        return domains.containsKey(domain);
    }

    private String longestSuffix(String host) {
        for (int start = 0; start >= 0 && start < host.length(); start = host.indexOf('.', start) + 1) {
            String suffix = host.substring(start);
            if (suffixes.containsKey(suffix)) {
                return suffix;
            }
            if (host.indexOf('.', start) < 0) {
                break;
            }
        }
        return "";
    }
}
