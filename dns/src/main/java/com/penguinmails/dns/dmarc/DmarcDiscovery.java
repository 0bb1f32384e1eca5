package com.penguinmails.dns.dmarc;

import com.penguinmails.dns.DomainName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the tree walk from a domain found (RFC 9989 section 4.10).
 *
 * @param organizational the organizational domain; the domain itself where there is no record at all
 * @param foundAt where the record that applies stands, without {@code _dmarc}; null: none applies
 * @param record the record that applies, or null
 * @param problem why a record at the domain itself does not count, in words, such as that there are two; empty: nothing is wrong
 * @param failure why DNS could not be asked now; empty: it could
 */
public record DmarcDiscovery(DomainName domain, DomainName organizational, @Nullable DomainName foundAt,
        @Nullable DmarcRecord record, String problem, String failure) {

    /** The policy for mail of the domain, or empty where no record applies. */
    public Optional<String> policy() {
        DmarcRecord found = record;
        DomainName at = foundAt;
        if (found == null || at == null) {
            return Optional.empty();
        }
        return Optional.of(at.equals(domain) ? found.policy() : found.subdomainPolicy());
    }
}
