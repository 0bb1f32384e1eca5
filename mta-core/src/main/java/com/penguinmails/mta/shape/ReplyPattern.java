package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Some replies of receivers, by code, enhanced status code and words. A search for words looks at the first {@value #LONGEST}
 * characters and gives up after {@value #MOST_STEPS} steps, so that no expression and no receiver can keep a thread busy; what it
 * gave up does not match. Immutable.
 */
final class ReplyPattern {
    private static final int LONGEST = 512;
    private static final int MOST_STEPS = 200_000;

    private final List<Integer> codes;
    private final List<String[]> enhanced;
    private final @Nullable Pattern text;

    ReplyPattern(AutomationConfig config) {
        codes = config.codes();
        enhanced = config.enhanced().stream().map(status -> status.split("\\.", -1)).toList();
        String words = config.text();
        text = words == null ? null : Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** Whether the receiver replied so. */
    boolean matches(Outcome outcome) {
        Reply reply = outcome.status().reply();
        return reply != null && !reply.isPositive() && (codes.isEmpty() || codes.contains(reply.code()))
                && (enhanced.isEmpty() || matches(reply.enhanced())) && (text == null || find(text, reply.toString()));
    }

    private boolean matches(@Nullable EnhancedStatus status) {
        return status != null && enhanced.stream().anyMatch(parts -> fits(parts[0], status.statusClass())
                && fits(parts[1], status.subject()) && fits(parts[2], status.detail()));
    }

    private static boolean fits(String part, int number) {
        return part.equals("*") || Integer.parseInt(part) == number;
    }

    private static boolean find(Pattern pattern, String words) {
        String head = words.length() <= LONGEST ? words : words.substring(0, LONGEST);
        Matcher matcher = pattern.matcher(new CountedText(head));
        try {
            return matcher.find();
        } catch (TooManySteps | StackOverflowError _) {
            return false;
        }
    }

    /** Ends a search from within: the library has no other way to bound one. */
    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("a search took too many steps", null, false, false);
        }
    }

    /** Counts each look at a character. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private int left = MOST_STEPS;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
