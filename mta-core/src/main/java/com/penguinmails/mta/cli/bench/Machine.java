package com.penguinmails.mta.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a figure depends on beside the code.
 *
 * @param processors how many the JVM may use
 * @param memory in words
 */
public record Machine(int processors, String model, String memory, String system, String jdk, List<String> flags) {
    private static final double KIB_PER_GIB = 1024 * 1024;
    private static final long GIT_SECONDS = 5;

    /** This machine, as far as the system tells. */
    public static Machine here() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        String jdk = System.getProperty("java.vendor") + " " + Runtime.version();
        return new Machine(Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name"),
                totalMemory(),
                system, jdk, ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** The commit that the working copy stands at, with a plus sign if files differ from it; «unknown» outside of one. */
    public static String commit(Path home) {
        String commit = git(home, "rev-parse", "--short", "HEAD");
        return commit.isEmpty() ? "unknown" : commit + (git(home, "status", "--porcelain").isEmpty() ? "" : "+");
    }

    /** Lines of Markdown; paths below {@code home} are told from there, since where a copy lies changes no figure. */
    public String markdown(Path home) {
        return "Machine: " + processors + " processors (" + model + "), " + memory + ", " + system + ".\nJDK: " + jdk
                + ".\nFlags: `" + String.join(" ", flags).replace(home.toString(), ".") + "`.\n";
    }

    private static String totalMemory() {
        String words = field("/proc/meminfo", "MemTotal").replace(" kB", "");
        return words.chars().allMatch(Character::isDigit)
                ? String.format(Locale.ROOT, "%.0f GiB of memory", Long.parseLong(words) / KIB_PER_GIB)
                : "memory " + words;
    }

    private static String field(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown");
        } catch (IOException _) {
            return "unknown";
        }
    }

    private static String git(Path home, String... words) {
        List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
