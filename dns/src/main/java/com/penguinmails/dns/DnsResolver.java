package com.penguinmails.dns;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * Asynchronous DNS look-ups, each a typed answer. CNAME records are followed (RFC 1034, section 3.6.2).
 *
 * <p>Every stage completes normally: what goes wrong is a {@link DnsAnswer.TemporaryFailure}. Thread-safe. What is chained
 * to a stage without an executor of its own runs on the caller's thread or on the resolver's, so it must be short and
 * must not block.
 */
public interface DnsResolver {

    /** The MX records of a domain, in no particular order; a null MX shows as the host {@link DomainName#ROOT}. */
    CompletionStage<DnsAnswer<MailExchanger>> mailExchangers(DomainName domain);

    /** The addresses of a host in one family: A or AAAA records. */
    CompletionStage<DnsAnswer<InetAddress>> addresses(DomainName host, AddressFamily family);

    /** The TXT records of a name; the strings of a record are joined, and each character is one octet (ISO 8859-1). */
    CompletionStage<DnsAnswer<String>> texts(DomainName name);

    /** The TLSA records of a name such as {@code _25._tcp.mx.example.net} (RFC 6698). */
    CompletionStage<DnsAnswer<TlsaRecord>> tlsaRecords(DomainName name);

    /** The host names at a name such as {@link DomainName#reverse} gives: PTR records. */
    CompletionStage<DnsAnswer<DomainName>> pointers(DomainName name);

    /** Where the alias at a name points: its own CNAME record, which is not followed further. */
    CompletionStage<DnsAnswer<DomainName>> aliases(DomainName name);

    /** The servers of the zone that begins at a name: its NS records. */
    CompletionStage<DnsAnswer<DomainName>> nameServers(DomainName zone);
}
