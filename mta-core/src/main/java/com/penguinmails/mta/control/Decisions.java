package com.penguinmails.mta.control;

import com.penguinmails.mta.accept.KeyGrant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that the control plane has decided for a node, as of one version. Immutable.
 *
 * @param version grows with each change; 0: nothing was decided
 * @param nodeId for which node
 * @param draining whether the node takes no new mail
 * @param tenants by their ids
 * @param keys beside those of the node's own file
 */
public record Decisions(long version, String nodeId, boolean draining, Map<String, TenantTerms> tenants,
        List<KeyGrant> keys) {

    public Decisions {
        tenants = Map.copyOf(tenants);
        keys = List.copyOf(keys);
    }

    /** Of a node by itself. */
    public static Decisions none() {
        return new Decisions(0, "", false, Map.of(), List.of());
    }

    static Map<String, TenantTerms> byId(List<TenantTerms> tenants) {
        return tenants.stream().collect(Collectors.toMap(TenantTerms::id, Function.identity()));
    }
}
