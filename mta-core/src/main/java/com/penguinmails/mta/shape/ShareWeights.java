package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.ShareConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The weights of tenants and of their campaigns; 1 where none is given. For one thread. */
public final class ShareWeights {
    private final Map<String, Integer> tenants = new HashMap<>();
    private final Map<String, Map<String, Integer>> campaigns = new HashMap<>();

    public ShareWeights(List<ShareConfig> shares) {
        change(shares);
    }

    /** Everybody has the same weight. */
    public static ShareWeights equal() {
        return new ShareWeights(List.of());
    }

    /** Other weights from now on; they hold for what joins a line afterwards. */
    public void change(List<ShareConfig> shares) {
        tenants.clear();
        campaigns.clear();
        for (ShareConfig share : shares) {
            if (share.campaign() == null) {
                tenants.put(share.tenant(), share.weight());
            } else {
                campaigns.computeIfAbsent(share.tenant(), _ -> new HashMap<>()).put(share.campaign(), share.weight());
            }
        }
    }

    /** The weight of a tenant beside the others. */
    public int of(String tenant) {
        return tenants.getOrDefault(tenant, 1);
    }

    /** The weight of a campaign beside its tenant's others. */
    public int of(String tenant, String campaign) {
        Map<String, Integer> weights = campaigns.get(tenant);
        return weights == null ? 1 : weights.getOrDefault(campaign, 1);
    }
}
