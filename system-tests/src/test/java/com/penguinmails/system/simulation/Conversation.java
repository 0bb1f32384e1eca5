package com.penguinmails.system.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The receiver's end of one connection: it speaks SMTP (RFC 5321) with PIPELINING and CHUNKING, by the mood of its receiver. What
 * is said takes its time on the wire and keeps its order. For one thread.
 */
final class Conversation {
    private static final long MILLI = 1_000_000;
    private static final Pattern RCPT = Pattern.compile("RCPT TO:<([^>]*)>");

    private final World world;
    private final Laws laws;
    private final Receiver receiver;
    private final SimulatedChannel client;
    private final String source;
    private final long latency;
    private final StringBuilder input = new StringBuilder();
    private final StringBuilder output = new StringBuilder();
    private final List<String> recipients = new ArrayList<>();
    private boolean inMail;
    private boolean inData;
    private int chunkLeft;
    private long saysUntil;
    private boolean silent;
    private boolean over;
    private boolean clientGone;

    Conversation(World world, Laws laws, Receiver receiver, SimulatedChannel client, String source, long latency) {
        this.world = world;
        this.laws = laws;
        this.receiver = receiver;
        this.client = client;
        this.source = source;
        this.latency = latency;
        int _ = receiver.connections.merge(source, 1, Integer::sum);
    }

    void greet() {
        if (over) {
            return;
        }
        boolean full = receiver.open() > receiver.mood().connections();
        if (full || world.fault(receiver.mood().busy())) {
            say("421 4.7.0 " + receiver.site + " too many connections\r\n");
            close();
        } else if (receiver.blocks(source) || world.fault(receiver.mood().never() / 10)) {
            say("554 5.7.1 no SMTP service for you\r\n");
            close();
        } else if (!isMute()) {
            say("220 " + receiver.site + " ESMTP\r\n");
        }
        flush();
    }

    /** The client writes; it arrives later. */
    void send(String octets) {
        world.later(latency, () -> arrived(octets));
    }

    /** The client's end is closed; what it wrote before arrives first. */
    void clientGone() {
        if (!clientGone) {
            clientGone = true;
            world.later(latency, this::end);
        }
    }

    /** Whether either end has closed it. */
    boolean isBroken() {
        return clientGone || over;
    }

    private void end() {
        if (!over) {
            over = true;
            laws.disconnected(receiver, source);
            int _ = receiver.connections.merge(source, -1, Integer::sum);
        }
    }

    private void close() {
        flush();
        if (!over) {
            end();
            speak(client::peerClosed);
        }
    }

    private void arrived(String octets) {
        if (over || silent) {
            return;
        }
        input.append(octets);
        while (!over && !silent && takeNext()) {
            // Each is a line, a content or a chunk.
        }
        flush();
    }

    private boolean takeNext() {
        if (chunkLeft > 0) {
            return takeChunk();
        }
        int end = input.indexOf(inData ? "\r\n.\r\n" : "\r\n");
        if (inData && input.indexOf(".\r\n") == 0) {
            end = -2;
        } else if (end < 0) {
            return false;
        }
        if (inData) {
            input.delete(0, end + 5);
            inData = false;
            content();
            return true;
        }
        String line = input.substring(0, end);
        input.delete(0, end + 2);
        command(line);
        return true;
    }

    private boolean takeChunk() {
        int taken = Math.min(chunkLeft, input.length());
        input.delete(0, taken);
        chunkLeft -= taken;
        if (chunkLeft > 0) {
            return false;
        }
        content();
        return true;
    }

    private void command(String line) {
        if (isMute() || drops() || isBusy()) {
            return;
        }
        if (world.fault(receiver.mood().odd())) {
            say(world.chance(500) ? "nonsense\r\n" : "250 nobody asked\r\n");
        }
        switch (line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT)) {
            case "EHLO" -> say(receiver.capabilities());
            case "MAIL" -> mail();
            case "RCPT" -> rcpt(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
            case "DATA" -> data();
            case "BDAT" -> chunk(line);
            case "RSET" -> {
                reset();
                say("250 2.0.0 OK\r\n");
            }
            case "QUIT" -> {
                say("221 2.0.0 bye\r\n");
                close();
            }
            default -> say("500 5.5.1 what?\r\n");
        }
    }

    /** A refusal for good is said only to clients that have named their recipients in the same breath, so that it is known whom it hits. */
    private void mail() {
        reset();
        String refusal = receiver.pipelining ? refusal() : "";
        inMail = refusal.isEmpty();
        say(inMail ? "250 2.1.0 OK\r\n" : refusal);
        if (refusal.startsWith("5")) {
            Matcher named = RCPT.matcher(input);
            while (named.find()) {
                laws.refusedForGood(named.group(1));
            }
        }
    }

    private void rcpt(String address) {
        laws.heard(address);
        if (!inMail) {
            say("503 5.5.1 MAIL first\r\n");
            return;
        }
        String refusal = recipients.size() >= 20 ? "452 4.5.3 too many recipients\r\n" : refusal();
        if (refusal.isEmpty()) {
            recipients.add(address);
            say("250 2.1.5 OK\r\n");
        } else {
            if (refusal.startsWith("5")) {
                laws.refusedForGood(address);
            }
            say(refusal);
        }
    }

    private void data() {
        if (recipients.isEmpty()) {
            say("503 5.5.1 no recipients\r\n");
            return;
        }
        String refusal = refusal();
        if (refusal.isEmpty()) {
            inData = true;
            say("354 go on\r\n");
        } else {
            refuseAll(refusal);
        }
    }

    private void chunk(String line) {
        if (receiver.lies) {
            say("500 5.5.1 what?\r\n");
            return;
        }
        chunkLeft = Integer.parseInt(line.substring(5, line.indexOf(' ', 5)));
        if (chunkLeft == 0) {
            content();
        }
    }

    private void content() {
        if (recipients.isEmpty()) {
            say("503 5.5.1 no recipients\r\n");
            reset();
            return;
        }
        if (isMute() || drops() || isBusy()) {
            return;
        }
        String refusal = refusal();
        if (!refusal.isEmpty()) {
            refuseAll(refusal);
            return;
        }
        boolean told = !world.fault(receiver.mood().drops());
        recipients.forEach(address -> laws.taken(address, this));
        reset();
        if (told) {
            say("250 2.0.0 taken\r\n");
        } else {
            close();
        }
    }

    private void refuseAll(String refusal) {
        if (refusal.startsWith("5")) {
            recipients.forEach(laws::refusedForGood);
        }
        reset();
        say(refusal);
    }

    private void reset() {
        recipients.clear();
        inMail = false;
    }

    private String refusal() {
        Mood mood = receiver.mood();
        if (world.fault(mood.later())) {
            return world.chance(500) ? "451 4.7.1 try again later\r\n" : "450 4.2.0 greylisted\r\n";
        }
        return world.chance(mood.never() / 3) ? "550 5.1.1 no such user\r\n" : "";
    }

    private boolean isMute() {
        silent |= world.fault(receiver.mood().silent());
        return silent;
    }

    private boolean drops() {
        if (world.fault(receiver.mood().drops())) {
            close();
        }
        return over;
    }

    private boolean isBusy() {
        if (world.fault(receiver.mood().busy() / 3)) {
            say("421 4.3.2 shutting down\r\n");
            close();
        }
        return over;
    }

    private void say(String reply) {
        output.append(reply);
    }

    private void flush() {
        if (output.isEmpty()) {
            return;
        }
        String text = output.toString();
        output.setLength(0);
        speak(() -> client.received(text));
    }

    /** Later than all that was said before. */
    private void speak(Runnable arrival) {
        long thinks = world.fault(receiver.mood().slow()) ? world.random().nextInt(1, 200_000) * MILLI : 0;
        long at = Math.max(saysUntil, world.nanoTime() + thinks + latency);
        saysUntil = at;
        world.later(at - world.nanoTime(), arrival);
    }
}
