package com.penguinmails.mta.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Who does something and why; both are written down for good. */
final class AuthorOptions {
    @Option(names = "--operator", paramLabel = "NAME", defaultValue = "${sys:user.name}", description = "Who orders it. Default: the user's name.")
    private String operator = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it is ordered.")
    private String reason = "";

    /** By the names of the API. */
    Map<String, Object> given() {
        var given = new LinkedHashMap<String, Object>();
        given.put("operator", operator);
        given.put("reason", reason);
        return given;
    }
}
