package com.penguinmails.mta.accept;

import com.penguinmails.mta.config.KeyConfig;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.time.Clock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a node. Only their SHA-256 is held: a key has 256 random bits, so that a slow hash would guard nothing more.
 * Immutable, so that a reload makes a new one; thread-safe.
 */
public final class KeyRing {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<String, Key> keys;
    private final Clock clock;

    /** @throws IllegalArgumentException naming the key's id, the field and what is wrong */
    public KeyRing(List<KeyConfig> configs, Clock clock) {
        this.clock = clock;
        var byId = new HashMap<String, Key>();
        for (KeyConfig config : configs) {
            if (byId.put(config.id(), Key.of(config)) != null) {
                throw new IllegalArgumentException("key " + config.id() + ": the id is there twice");
            }
        }
        this.keys = Map.copyOf(byId);
    }

    private KeyRing(Map<String, Key> keys, Clock clock) {
        this.keys = Map.copyOf(keys);
        this.clock = clock;
    }

    /** The same keys and these; of two with one id, the one that is here already holds. */
    public KeyRing with(List<KeyGrant> more) {
        Map<String, Key> all = new HashMap<>(keys);
        more.forEach(grant -> all.putIfAbsent(grant.id(), Key.of(grant)));
        return new KeyRing(all, clock);
    }

    /**
     * Whom a presented key stands for, or empty when it is not known, expired or used from a network that it may not be used
     * from. Which of these it is, the one who presents it is not told.
     *
     * @param presented the whole key as it came
     * @param remote where it came from; loopback for a Unix-domain socket
     */
    public Optional<Sender> authenticate(String presented, InetAddress remote) {
        return ApiKey.parse(presented).flatMap(key -> {
            Key known = keys.get(key.id());
            if (known == null || !known.matches(key) || known.expiresMillis() <= clock.millis()
                    || !known.allows(remote)) {
                return Optional.empty();
            }
            return Optional.of(known.sender(key.isTest()));
        });
    }

    /** As {@link #authenticate(String, InetAddress)}, for SMTP: the user name must be the key's id. */
    public Optional<Sender> authenticate(String user, String password, InetAddress remote) {
        return authenticate(password, remote).filter(sender -> sender.keyId().equals(user));
    }

    /**
     * The sender as its key stands now, for a session that outlives its first look; empty when the key was taken away, has expired or
     * may not be used from there any more. One without a key stays as it is.
     */
    public Optional<Sender> renew(Sender sender, InetAddress remote) {
        if (sender.keyId().isEmpty()) {
            return Optional.of(sender);
        }
        return Optional.ofNullable(keys.get(sender.keyId()))
                .filter(known -> known.expiresMillis() > clock.millis() && known.allows(remote))
                .map(known -> known.sender(sender.test()));
    }

    public int size() {
        return keys.size();
    }

    private record Key(String id, String hash, String tenant, Set<String> fromDomains, Set<String> scopes,
            List<NetworkBlock> networks, long expiresMillis, @Nullable PriorityClass priority) {

        static Key of(KeyGrant grant) {
            return new Key(grant.id(), grant.hash(), grant.tenant(), Set.of(), grant.scopes(), grant.networks(),
                    grant.expiresMillis(), grant.priority());
        }

        static Key of(KeyConfig config) {
            try {
                String hash = config.hash().toLowerCase(Locale.ROOT);
                if (!HASH.matcher(hash).matches()) {
                    throw new IllegalArgumentException("hash: 64 hexadecimal digits are expected");
                }
                Set<String> domains = config.fromDomains().stream().map(domain -> new Mailbox("x", domain).domain())
                        .collect(Collectors.toUnmodifiableSet());
                return new Key(config.id(), hash, config.tenant(), domains, Set.copyOf(config.scopes()),
                        config.allowedNetworks().stream().map(NetworkBlock::parse).toList(), expiry(config.expires()),
                        null);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("key " + config.id() + ": " + e.getMessage(), e);
            }
        }

        private static long expiry(String day) {
            try {
                return day.isEmpty()
                        ? NEVER
                        : LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("expires: a day such as \"2027-01-31\" is expected", e);
            }
        }

        boolean matches(ApiKey key) {
            return MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII),
                    key.hashHex().getBytes(StandardCharsets.US_ASCII));
        }

        boolean allows(InetAddress remote) {
            return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(remote));
        }

        Sender sender(boolean test) {
            return new Sender(id, tenant, fromDomains, scopes, test, priority);
        }
    }
}
