package com.penguinmails.testkit.smtp;

import java.util.Locale;

/**
 * A mailbox pattern in which {@code *} stands for any characters: {@code *@full.test}, {@code sales@*}. Case makes no
 * difference.
 */
public record AddressPattern(String glob) {
    /** Matches every address, the null reverse-path too. */
    public static final AddressPattern ANY = new AddressPattern("*");

    public AddressPattern {
        glob = glob.toLowerCase(Locale.ROOT);
    }

    /** Whether the whole address fits. */
    public boolean matches(String address) {
        return glob.equals("*") || fits(address.toLowerCase(Locale.ROOT));
    }

    private boolean fits(String text) {
        int t = 0;
        int g = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                retry = t;
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
