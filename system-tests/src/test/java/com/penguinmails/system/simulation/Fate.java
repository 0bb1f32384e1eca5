package com.penguinmails.system.simulation;

import com.penguinmails.mta.event.EventType;
import org.jspecify.annotations.Nullable;

/** One recipient, and what the world knows of it independently of the node. For one thread. */
final class Fate {
    final String address;
    final String domain;
    final Mail mail;
    final int index;
    /** What became of it for good, by the events. */
    @Nullable
    EventType end;
    int attempts;
    long dueMillis;
    long deferredNanos;
    /** How often a receiver took it. */
    int taken;
    @Nullable
    Conversation takenBy;
    /** How often it was taken when the transaction that is open began. */
    int takenBefore;
    /** In which life of the node a transaction was begun and is open; 0: none is. */
    int openIn;
    /** In which life of the node it was told that a receiver took it; 0: in none. */
    int knownIn;
    /** When its last transaction ended, in wall time. */
    long busyUntilMillis;
    /** A receiver or a name server gave a reason to bounce it. */
    boolean refusedForGood;
    boolean cancelAsked;
    boolean unrenderable;

    Fate(Mail mail, int index, String address) {
        this.mail = mail;
        this.index = index;
        this.address = address;
        this.domain = address.substring(address.indexOf('@') + 1);
    }

    /** What limits and commands pick it out by. */
    String part(String name) {
        return switch (name) {
            case "tenant" -> mail.labels.tenant();
            case "campaign" -> mail.labels.campaign();
            case "sender_domain" -> mail.senderDomain;
            case "domain" -> domain;
            default -> throw new IllegalArgumentException(name);
        };
    }

    boolean isOpen() {
        return end == null;
    }

    @Override
    public String toString() {
        return address;
    }
}
