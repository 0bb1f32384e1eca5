package com.penguinmails.mta.cli;

import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Private keys in files, and what commands print of a key: only ever its public half. */
final class DkimKeyFile {
    private static final int MAX_OCTETS = 64 * 1024;

    private DkimKeyFile() {}

    static SigningKey read(Path file, String domain, String selector, DkimKeys keys) throws IOException {
        if (Files.size(file) > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "key file: longer than " + MAX_OCTETS + " octets; give a file with one key in PEM");
        }
        return new SigningKey(domain, selector, keys.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1)));
    }

    /** Writes a new file that only its owner may read; never writes over one that is there. */
    static void write(Path file, DkimKeyPair keyPair, DkimKeys keys) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> newFile = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, newFile, ownerOnly)) {
            ByteBuffer octets = StandardCharsets.US_ASCII.encode(keys.toPem(keyPair));
            while (octets.hasRemaining()) {
                var _ = channel.write(octets);
            }
        }
    }

    /** The key record and where to publish it, for {@code --json}. */
    static Map<String, Object> describe(SigningKey key) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", key.recordName());
        map.put("type", "TXT");
        map.put("value", key.keyRecord().text());
        map.put("strings", key.keyRecord().strings());
        map.put("zone_file_line", zoneFileLine(key));
        map.put("algorithm", key.algorithm().keyTag());
        return map;
    }

    static String zoneFileLine(SigningKey key) {
        return key.keyRecord().zoneFileLine(key.recordName());
    }
}
