package com.penguinmails.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Changes records on an authoritative server: dynamic updates (RFC 2136) over TCP, signed with a shared key (TSIG, RFC 8945), and the
 * reply's signature checked. One update is one message: all of it is done or nothing. Thread-safe; waits on the calling thread.
 */
public final class DynamicUpdate {
    private static final int MAX_STRING = 255;

    private final InetSocketAddress server;
    private final TsigKey key;
    private final Duration timeout;

    public DynamicUpdate(InetSocketAddress server, TsigKey key, Duration timeout) {
        this.server = server;
        this.key = key;
        this.timeout = timeout;
    }

    /**
     * A shared key.
     *
     * @param name of the key, as the server has it
     * @param algorithm {@code hmac-sha256}, {@code hmac-sha384} or {@code hmac-sha512}
     * @param secret in base64; never shown
     */
    public record TsigKey(DomainName name, String algorithm, String secret) {
        /** The algorithms that are known. */
        public static final List<String> ALGORITHMS = List.of("hmac-sha256", "hmac-sha384", "hmac-sha512");

        /** @throws IllegalArgumentException if the algorithm is not known or the secret is no base64 */
        public TsigKey {
            if (!ALGORITHMS.contains(algorithm)) {
                throw new IllegalArgumentException("the algorithm is one of " + String.join(", ", ALGORITHMS));
            }
            if (secret.isEmpty() || !isBase64(secret)) {
                throw new IllegalArgumentException("the secret is no base64");
            }
        }

        private static boolean isBase64(String text) {
            try {
                return Base64.getDecoder().decode(text).length > 0;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "TsigKey[" + name + ", " + algorithm + "]";
        }
    }

    /**
     * The records that a name is to have of one type.
     *
     * @param type {@code TXT}, {@code MX} or {@code CNAME}
     * @param value as in a zone file, for TXT the joined text
     * @param replace whether other records of this name and type go
     */
    public record Change(DomainName name, String type, String value, boolean replace) {}

    /** Sends the changes; empty when they are done, else why they are not. */
    public Optional<String> send(DomainName zone, List<Change> changes, int ttlSeconds) {
        try {
            Update update = new Update(name(zone));
            for (Change change : changes) {
                Record record = record(change, ttlSeconds);
                if (change.replace()) {
                    update.delete(record.getName(), record.getType());
                }
                update.add(record);
            }
            return exchange(update);
        } catch (TextParseException e) {
            return Optional.of("a record cannot be written: " + e.getMessage());
        }
    }

    private Optional<String> exchange(Message update) {
        try {
            var resolver = new SimpleResolver(server);
            resolver.setTCP(true);
            resolver.setTimeout(timeout);
            resolver.setTSIGKey(new TSIG(name(DomainName.of(key.algorithm())), name(key.name()),
                    Base64.getDecoder().decode(key.secret())));
            Message reply = resolver.send(update);
            int code = reply.getRcode();
            return code == Rcode.NOERROR ? Optional.empty() : Optional.of(words(code));
        } catch (IOException e) {
            return Optional.of("the server gave no good answer: " + e.getMessage());
        }
    }

    private static String words(int code) {
        return switch (code) {
            case Rcode.NOTAUTH, Rcode.BADKEY, Rcode.BADTIME ->
                "the server answered " + Rcode.TSIGstring(code)
                        + ": it is not the zone's primary, or does not know this key, or its clock is another";
            case Rcode.NOTZONE -> "the server answered NOTZONE: a record is not in this zone";
            case Rcode.REFUSED -> "the server answered REFUSED: the key may not change these records";
            default -> "the server answered " + Rcode.string(code);
        };
    }

    private static Record record(Change change, int ttl) throws TextParseException {
        Name owner = name(change.name());
        return switch (Type.value(change.type())) {
            case Type.TXT -> new TXTRecord(owner, DClass.IN, ttl, strings(change.value()));
            case Type.CNAME -> new CNAMERecord(owner, DClass.IN, ttl, target(change.value()));
            case Type.MX -> {
                String[] parts = change.value().split(" ", 2);
                yield new MXRecord(owner, DClass.IN, ttl, Integer.parseInt(parts[0]), target(parts[1]));
            }
            default -> throw new IllegalArgumentException("no updates of type " + change.type());
        };
    }

    private static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < text.length(); start += MAX_STRING) {
            strings.add(text.substring(start, Math.min(text.length(), start + MAX_STRING)).replace("\\", "\\\\"));
        }
        return strings;
    }

    private static Name target(String host) throws TextParseException {
        return Name.fromString(host.endsWith(".") ? host : host + ".");
    }

    private static Name name(DomainName name) {
        return Name.fromConstantString(name + ".");
    }
}
