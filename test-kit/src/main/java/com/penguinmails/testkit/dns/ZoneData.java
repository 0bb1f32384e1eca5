package com.penguinmails.testkit.dns;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/**
 * The records that a {@link ZoneServer} answers from; any number of zones, changeable while the server runs.
 *
 * <p>Names are absolute, with or without the final dot. A name whose leftmost label is {@code *} is a wildcard (RFC
 * 4592). The root zone has an SOA record from the start, so a name that nobody defined is NXDOMAIN with a negative TTL
 * of 60 s (RFC 2308); {@link #soa} opens a zone with a negative TTL of its own.
 *
 * <p>Thread-safe.
 */
public final class ZoneData {
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);
    private static final int CNAME_CHAIN_MAX = 16;
    private static final int TXT_STRING_MAX = 255;

    private final long ttlSeconds;
    private final Map<Name, List<Record>> records = new HashMap<>();
    /**
     * How many record owners stand at or below each name; a name without records but with a count is an empty
     * non-terminal.
     */
    private final Map<Name, Integer> owners = new HashMap<>();

    /** No records but the root's SOA; records added by the short methods live for five minutes. */
    public ZoneData() {
        this(DEFAULT_TTL);
    }

    /**
     * No records but the root's SOA.
     *
     * @param ttl time to live of the records added by the short methods, in whole seconds
     */
    public ZoneData(Duration ttl) {
        this.ttlSeconds = ttl.toSeconds();
        soa(".", Duration.ofMinutes(1));
    }

    /**
     * Reads zone text in master file format (RFC 1035 section 5), the origin being the root; {@code $INCLUDE} is
     * refused.
     *
     * @throws IllegalArgumentException with the line at fault
     */
    public static ZoneData parse(String text) {
        return new ZoneData().add(text);
    }

    /**
     * Adds all records of a text in master file format, for example {@code "example.test. 60 IN MX 10
     * mx.example.test."}.
     *
     * @throws IllegalArgumentException with the line at fault
     */
    @CanIgnoreReturnValue
    public ZoneData add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Record> parsed = new ArrayList<>();
        try (Master master = new Master(new ByteArrayInputStream(bytes), Name.root, ttlSeconds)) {
            master.disableIncludes(true);
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                parsed.add(next);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("zone text: " + e.getMessage(), e);
        }
        parsed.forEach(this::insert);
        return this;
    }

    /** Adds one record of any type from its presentation form: {@code add("a.test", "TLSA", "3 1 1 AB…")}. */
    @CanIgnoreReturnValue
    public ZoneData add(String name, String type, String value) {
        Name owner = DnsNames.name(name);
        try (Tokenizer tokens = new Tokenizer(value)) {
            return insert(Record.fromString(owner, DnsNames.type(type), DClass.IN, ttlSeconds, tokens, Name.root));
        } catch (IOException e) {
            throw new IllegalArgumentException(type + " record of " + name + ": " + e.getMessage(), e);
        }
    }

    /** Opens a zone, or replaces its SOA record; {@code negativeTtl} is how long its negative answers may be cached. */
    @CanIgnoreReturnValue
    public ZoneData soa(String zone, Duration negativeTtl) {
        remove(zone, "SOA");
        Name apex = DnsNames.name(zone);
        Name host = apex.equals(Name.root) ? DnsNames.name("ns.test") : DnsNames.name("ns." + zone);
        return insert(new SOARecord(apex, DClass.IN, negativeTtl.toSeconds(), host, host, 1, 3600, 600, 86400,
                negativeTtl.toSeconds()));
    }

    /** Adds an MX record; {@code host} may be {@code "."} with preference 0 for a null MX (RFC 7505). */
    @CanIgnoreReturnValue
    public ZoneData mx(String domain, int preference, String host) {
        return add(domain, "MX", preference + " " + host);
    }

    /** Adds an A or AAAA record, after the form of the address, a literal such as {@code 127.0.1.5} or {@code ::1}. */
    @CanIgnoreReturnValue
    public ZoneData address(String name, String literal) {
        return add(name, literal.contains(":") ? "AAAA" : "A", literal);
    }

    /** Adds a CNAME record. */
    @CanIgnoreReturnValue
    public ZoneData cname(String name, String target) {
        return add(name, "CNAME", target);
    }

    /** Adds a TXT record, split into strings of at most 255 octets. */
    @CanIgnoreReturnValue
    public ZoneData txt(String name, String text) {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < text.length() || start == 0; start += TXT_STRING_MAX) {
            String part = text.substring(start, Math.min(text.length(), start + TXT_STRING_MAX));
            strings.add(part.replace("\\", "\\\\"));
        }
        return insert(new TXTRecord(DnsNames.name(name), DClass.IN, ttlSeconds, strings));
    }

    /** Adds the PTR record of an address. */
    @CanIgnoreReturnValue
    public ZoneData ptr(InetAddress address, String host) {
        return add(ReverseMap.fromAddress(address).toString(), "PTR", host);
    }

    /** Removes all records of a name and type; nothing happens if there are none. */
    @CanIgnoreReturnValue
    public synchronized ZoneData remove(String name, String type) {
        Name owner = DnsNames.name(name);
        int wanted = DnsNames.type(type);
        List<Record> kept = new ArrayList<>(records.getOrDefault(owner, List.of()));
        boolean removed = kept.removeIf(r -> r.getType() == wanted);
        if (removed && kept.isEmpty()) {
            records.remove(owner);
            count(owner, -1);
        } else if (removed) {
            records.put(owner, List.copyOf(kept));
        }
        return this;
    }

    /** Removes all records of a name; nothing happens if there are none. */
    @CanIgnoreReturnValue
    public synchronized ZoneData remove(String name) {
        Name owner = DnsNames.name(name);
        if (records.remove(owner) != null) {
            count(owner, -1);
        }
        return this;
    }

    /** Answers as an authoritative server: CNAMEs are followed as far as the data goes (RFC 1034 section 4.3.2). */
    synchronized ZoneAnswer find(Name name, int type) {
        List<Record> answers = new ArrayList<>();
        Name owner = name;
        for (int i = 0; i < CNAME_CHAIN_MAX; i++) {
            List<Record> here = at(owner);
            if (here == null) {
                return new ZoneAnswer(Rcode.NXDOMAIN, answers, authority(owner));
            }
            List<Record> matching = matching(here, owner, type);
            answers.addAll(matching);
            Record alias = matching.isEmpty() ? first(here, owner, Type.CNAME) : null;
            if (alias instanceof CNAMERecord cname) {
                answers.add(cname);
                owner = cname.getTarget();
            } else {
                return new ZoneAnswer(Rcode.NOERROR, answers, matching.isEmpty() ? authority(owner) : List.of());
            }
        }
        return new ZoneAnswer(Rcode.NOERROR, answers, List.of());
    }

    @CanIgnoreReturnValue
    private synchronized ZoneData insert(Record added) {
        Name owner = added.getName();
        List<Record> before = records.get(owner);
        if (before == null) {
            count(owner, 1);
        }
        List<Record> after = new ArrayList<>(before == null ? List.of() : before);
        if (!after.contains(added)) {
            after.add(added);
        }
        records.put(owner, List.copyOf(after));
        return this;
    }

    private void count(Name owner, int change) {
        for (int cut = 0; cut < owner.labels(); cut++) {
            Name ancestor = cut == 0 ? owner : ancestor(owner, cut);
            owners.merge(ancestor, change, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
        }
    }

    /**
     * The records that stand for a name, its own or a wildcard's; empty if it has none but exists; null if it does not.
     */
    private @Nullable List<Record> at(Name name) {
        if (owners.containsKey(name)) {
            return records.getOrDefault(name, List.of());
        }
        for (int cut = 1; cut < name.labels(); cut++) {
            Name encloser = ancestor(name, cut);
            if (owners.containsKey(encloser)) {
                return records.get(wildcard(encloser));
            }
        }
        return null;
    }

    private List<Record> authority(Name name) {
        for (int cut = 0; cut < name.labels(); cut++) {
            Name apex = cut == 0 ? name : ancestor(name, cut);
            Record soa = first(records.getOrDefault(apex, List.of()), apex, Type.SOA);
            if (soa != null) {
                return List.of(soa);
            }
        }
        return List.of();
    }

    private static List<Record> matching(List<Record> here, Name owner, int type) {
        List<Record> found = new ArrayList<>();
        for (Record r : here) {
            if (r.getType() == type || type == Type.ANY) {
                found.add(named(r, owner));
            }
        }
        return found;
    }

    private static @Nullable Record first(List<Record> here, Name owner, int type) {
        List<Record> found = matching(here, owner, type);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static Record named(Record r, Name owner) {
        return r.getName().equals(owner)
                ? r
                : Record.newRecord(owner, r.getType(), r.getDClass(), r.getTTL(), r.rdataToWireCanonical());
    }

    private static Name ancestor(Name name, int cut) {
        return new Name(name, cut);
    }

    private static Name wildcard(Name encloser) {
        try {
            return Name.concatenate(Name.fromString("*"), encloser);
        } catch (TextParseException | NameTooLongException e) {
            return encloser;
        }
    }
}
