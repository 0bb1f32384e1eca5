package com.penguinmails.control.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets, which only the user of this process can read, from their first octet on. */
public final class SecretFile {

    private SecretFile() {}

    /** @throws IOException also if there is a file of this name already */
    public static void make(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
