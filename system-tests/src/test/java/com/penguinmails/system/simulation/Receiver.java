package com.penguinmails.system.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One receiving site: its mood, what it offers, and who is connected. For one thread. */
final class Receiver {
    final String site;
    final boolean pipelining;
    final boolean chunking;
    /** It offers CHUNKING and does not know BDAT. */
    final boolean lies;
    /** Open connections by the address that they come from. */
    final Map<String, Integer> connections = new HashMap<>();
    /** Addresses that it takes nothing from for now. */
    final Set<String> blocked = new HashSet<>();
    private final World world;
    Mood mood = Mood.GOOD;

    Receiver(World world, String site) {
        this.world = world;
        this.site = site;
        pipelining = world.chance(800);
        chunking = world.chance(500);
        lies = chunking && world.chance(100);
    }

    Mood mood() {
        return world.isHealed() ? Mood.GOOD : mood;
    }

    boolean blocks(String source) {
        return !world.isHealed() && blocked.contains(source);
    }

    String capabilities() {
        return "250-" + site + "\r\n" + (pipelining ? "250-PIPELINING\r\n" : "") + (chunking ? "250-CHUNKING\r\n" : "")
                + "250-8BITMIME\r\n250 SIZE 10000000\r\n";
    }

    int open() {
        return connections.values().stream().mapToInt(Integer::intValue).sum();
    }
}
