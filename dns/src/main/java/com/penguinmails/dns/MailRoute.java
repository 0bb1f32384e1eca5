package com.penguinmails.dns;

import java.time.Instant;
import java.util.List;

/**
 * Where the mail of a domain goes (RFC 5321, section 5.1). Addresses are looked up host by host, when the sender comes to
 * it.
 */
public sealed interface MailRoute {

    /**
     * The domain has MX records.
     *
     * @param hosts  in the order in which to try them: by preference, at random within one; at least one
     * @param site   the site that these hosts are
     * @param expiry until when the records hold
     */
    record ExplicitMx(List<MailExchanger> hosts, SiteName site, Instant expiry) implements MailRoute {
        public ExplicitMx {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * The domain has no MX record but an address, so it is its own mail exchanger.
     *
     * @param host   the domain itself
     * @param site   likewise
     * @param expiry until when this holds
     */
    record ImplicitMx(DomainName host, SiteName site, Instant expiry) implements MailRoute {}

    /** The domain says that it accepts no mail (RFC 7505): a permanent failure, 5.1.10. */
    record NullMx() implements MailRoute {}

    /** The domain exists but has neither an MX record nor an address: a permanent failure. */
    record NoHost() implements MailRoute {}

    /** The domain does not exist: a permanent failure. */
    record NoSuchDomain() implements MailRoute {}

    /**
     * DNS could not be asked.
     *
     * @param reason which server said what, fit for a log line and a delivery report
     */
    record TemporaryFailure(String reason) implements MailRoute {}
}
