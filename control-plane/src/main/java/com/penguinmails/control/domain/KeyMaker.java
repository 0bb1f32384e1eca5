package com.penguinmails.control.domain;

import com.penguinmails.control.seal.Sealer;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.mta.time.IdGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Makes signing keys and seals their private halves. An RSA key takes about a tenth of a second of a
 * core, so none is made inside of a transaction. Thread-safe.
 */
final class KeyMaker {
    private static final int RANDOM_CHARACTERS = 10;

    private final DkimKeys keys;
    private final Sealer sealer;
    private final IdGenerator ids;

    KeyMaker(DkimKeys keys, Sealer sealer, IdGenerator ids) {
        this.keys = keys;
        this.sealer = sealer;
        this.ids = ids;
    }

    /**
     * A new key.
     *
     * @param sealed its sealed private half, in base64
     */
    record Made(DomainKey key, String sealed) {}

    /** One of each kind: RSA for every receiver, Ed25519 for those that know it (RFC 8463). */
    List<Made> pair(String domainId, Instant now, Duration overlap) {
        return List.of(make(domainId, keys.generateRsa(DkimKeys.DEFAULT_RSA_BITS), now, overlap),
                make(domainId, keys.generateEd25519(), now, overlap));
    }

    private Made make(String domainId, DkimKeyPair pair, Instant now, Duration overlap) {
        String id = ids.next("");
        // The end of an id is random, so two owners of one name cannot publish each other's selector by chance.
        String selector = "pm" + id.substring(id.length() - RANDOM_CHARACTERS);
        var key = new DomainKey(selector, pair.algorithm(), pair.keyRecord().text(), DomainKey.State.WAITING, now,
                overlap, null);
        return new Made(key, Base64.getEncoder().encodeToString(sealer.seal(keys.toPem(pair), domainId)));
    }
}
