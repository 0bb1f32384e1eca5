package com.penguinmails.mta.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest, and the Java it runs on. */
final class PenguinVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Penguin.class.getPackage().getImplementationVersion();
        return new String[]{"penguin " + (version == null ? "unpackaged" : version), "Java " + Runtime.version()};
    }
}
