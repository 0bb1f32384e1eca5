package com.penguinmails.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * A type of record that can be asked for, and how its value is read. Equal only to itself.
 *
 * @param <T> the value
 */
final class RecordType<T> {
    static final RecordType<InetAddress> A = new RecordType<>(Type.A, RecordType::ipv4);
    static final RecordType<InetAddress> AAAA = new RecordType<>(Type.AAAA, RecordType::ipv6);
    static final RecordType<MailExchanger> MX = new RecordType<>(Type.MX, RecordType::mailExchanger);
    static final RecordType<String> TXT = new RecordType<>(Type.TXT, RecordType::text);
    static final RecordType<TlsaRecord> TLSA = new RecordType<>(Type.TLSA, RecordType::tlsa);
    static final RecordType<DomainName> PTR = new RecordType<>(Type.PTR, RecordType::pointer);
    static final RecordType<DomainName> CNAME = new RecordType<>(Type.CNAME, RecordType::alias);
    static final RecordType<DomainName> NS = new RecordType<>(Type.NS, RecordType::nameServer);

    private final int code;
    private final Function<Record, Optional<T>> reader;

    private RecordType(int code, Function<Record, Optional<T>> reader) {
        this.code = code;
        this.reader = reader;
    }

    int code() {
        return code;
    }

    /** The value of a record of this type, or nothing if no program could use it. */
    Optional<T> read(Record record) {
        return reader.apply(record);
    }

    @Override
    public String toString() {
        return Type.string(code);
    }

    /** The domain name that a name of dnsjava stands for, or nothing if it has characters that no host name has. */
    static Optional<DomainName> domainName(Name name) {
        return name.equals(Name.root) ? Optional.of(DomainName.ROOT) : DomainName.parse(name.toString(true));
    }

    private static Optional<InetAddress> ipv4(Record record) {
        return record instanceof ARecord a && a.getAddress() instanceof Inet4Address address
                ? Optional.of(address)
                : Optional.empty();
    }

    /** An IPv4 address mapped into IPv6 is no address that a socket of this family could be bound for. */
    private static Optional<InetAddress> ipv6(Record record) {
        return record instanceof AAAARecord aaaa && aaaa.getAddress() instanceof Inet6Address address
                ? Optional.of(address)
                : Optional.empty();
    }

    private static Optional<MailExchanger> mailExchanger(Record record) {
        return record instanceof MXRecord mx
                ? domainName(mx.getTarget()).map(host -> new MailExchanger(mx.getPriority(), host))
                : Optional.empty();
    }

    private static Optional<String> text(Record record) {
        if (!(record instanceof TXTRecord txt)) {
            return Optional.empty();
        }
        StringBuilder joined = new StringBuilder();
        for (Object octets : txt.getStringsAsByteArrays()) {
            joined.append(new String((byte[]) octets, StandardCharsets.ISO_8859_1));
        }
        return Optional.of(joined.toString());
    }

    private static Optional<TlsaRecord> tlsa(Record record) {
        return record instanceof TLSARecord tlsa
                ? Optional.of(new TlsaRecord(tlsa.getCertificateUsage(), tlsa.getSelector(), tlsa.getMatchingType(),
                        HexFormat.of().formatHex(tlsa.getCertificateAssociationData())))
                : Optional.empty();
    }

    private static Optional<DomainName> pointer(Record record) {
        return record instanceof PTRRecord ptr ? domainName(ptr.getTarget()) : Optional.empty();
    }

    private static Optional<DomainName> alias(Record record) {
        return record instanceof CNAMERecord cname ? domainName(cname.getTarget()) : Optional.empty();
    }

    private static Optional<DomainName> nameServer(Record record) {
        return record instanceof NSRecord ns ? domainName(ns.getTarget()) : Optional.empty();
    }
}
