package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.message.MailSelector;

/**
 * An automation rule in force for some mail.
 *
 * @param rule its name
 * @param action what it does
 * @param selector which mail it concerns
 * @param sinceMillis when it was triggered, in milliseconds since 1970
 * @param untilMillis when it ends
 * @param reply the receiver's words that did it
 */
public record AutomationTrigger(String rule, AutomationAction action, MailSelector selector, long sinceMillis,
        long untilMillis, String reply) {

    /** How {@link #origin} begins. */
    private static final String ORIGIN = "automation rule ";

    /** Names it among all; at most 100 characters. */
    public String id() {
        return rule + "-" + Long.toString(sinceMillis, 36) + "-"
                + Integer.toString(selector.hashCode() & 0x7fff_ffff, 36);
    }

    /** Who it is that orders something, in reasons: {@code automation rule tss04}. */
    public String origin() {
        return ORIGIN + rule;
    }

    /** Whether it was a rule that ordered something. */
    public static boolean isOrigin(String origin) {
        return origin.startsWith(ORIGIN);
    }

    /** The name of the rule that did. */
    public static String ruleOf(String origin) {
        return origin.substring(ORIGIN.length());
    }
}
