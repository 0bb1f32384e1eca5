package com.penguinmails.mta.compose;

import com.penguinmails.dkim.BodyHash;
import com.penguinmails.dkim.BodyHasher;
import com.penguinmails.dkim.Canonicalization;
import com.penguinmails.dkim.DkimSigner;
import com.penguinmails.dkim.InvalidMessageException;
import com.penguinmails.dkim.MessageHeaders;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Signs the mail of one domain with all of its keys. Compared by identity: a signer of another set of keys is another one.
 * Thread-safe.
 */
final class DomainSigner {

    /**
     * Keys that sign alike.
     *
     * @param body how the signer wants bodies
     * @param keys how many signatures it makes
     */
    record Group(DkimSigner signer, Canonicalization body, int keys) {}

    private final List<Group> groups;
    private final Duration reuse;

    /** @param reuse how long a signature may serve other recipients of the same message */
    DomainSigner(List<Group> groups, Duration reuse) {
        this.groups = List.copyOf(groups);
        this.reuse = reuse;
    }

    int keys() {
        return groups.stream().mapToInt(Group::keys).sum();
    }

    Duration reuse() {
        return reuse;
    }

    /**
     * The signature fields, each ended with CRLF, one for each key; the body is hashed once for each way to bring it into form.
     *
     * @throws UnrenderableException if no signature can be made over this header
     */
    byte[] sign(MessageView message) throws UnrenderableException {
        var fields = new ByteArrayOutputStream(1024);
        try {
            MessageHeaders headers = MessageHeaders.parse(message.header());
            Map<Canonicalization, BodyHash> hashes = new EnumMap<>(Canonicalization.class);
            for (Group group : groups) {
                BodyHash hash = hashes.computeIfAbsent(group.body(), _ -> hash(group.signer(), message));
                fields.writeBytes(group.signer().sign(headers, hash));
            }
        } catch (InvalidMessageException e) {
            throw new UnrenderableException("it cannot be signed: " + e.getMessage());
        }
        return fields.toByteArray();
    }

    private static BodyHash hash(DkimSigner signer, MessageView message) {
        BodyHasher hasher = signer.newBodyHasher();
        message.hash(hasher);
        return hasher.finish();
    }
}
