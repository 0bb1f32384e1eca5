package com.penguinmails.mta.spool;

import java.nio.file.Path;

/** The free space of the file system that a directory lies on. */
final class DirectorySpace implements FreeSpace {
    private final Path directory;

    DirectorySpace(Path directory) {
        this.directory = directory;
    }

    @Override
    public long usableBytes() {
        return directory.toFile().getUsableSpace();
    }
}
