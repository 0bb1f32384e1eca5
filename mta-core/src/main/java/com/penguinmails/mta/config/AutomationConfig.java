package com.penguinmails.mta.config;

import com.penguinmails.mta.message.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What to do when receivers reply in some way. All that is given must match.
 *
 * @param name its own name, which reasons carry
 * @param provider of the receiving site, or null for any; so are the next five
 * @param mxSuffix the end of a name of the site's mail exchangers
 * @param domain the receiving domain
 * @param source the egress source
 * @param tenant whose mail was refused
 * @param campaign of that mail
 * @param codes of the reply; empty for any
 * @param enhanced status codes such as {@code 4.7.28}, {@code *} standing for any part; empty for any
 * @param text a regular expression, without regard to case, somewhere in the reply; null for any
 * @param hits so many matching replies trigger it; null for one
 * @param within the time in which they must come; needed with more than one
 * @param level how much mail it concerns then
 * @param action what is done
 * @param lasts for how long
 * @param rate of messages, for {@code limit}
 * @param connections at once, for {@code limit}
 * @param percent of the rate of the last minute and of the connections, for {@code limit}
 */
public record AutomationConfig(String name, @Nullable String provider, @Nullable String mxSuffix,
        @Nullable String domain, @Nullable String source, @Nullable String tenant, @Nullable String campaign,
        List<Integer> codes, List<String> enhanced, @Nullable String text,
        @Between({
                "1", "10000"}) @Nullable Integer hits,
        @Between({"1s", "1d"}) @Nullable Duration within,
        AutomationLevel level, AutomationAction action, @Between({"1s", "30d"}) Duration lasts, @Nullable Rate rate,
        @Between({"1", "10000"}) @Nullable Integer connections, @Between({"1", "99"}) @Nullable Integer percent) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,47}");
    private static final Pattern STATUS = Pattern.compile("([245]|\\*)\\.(\\d{1,3}|\\*)\\.(\\d{1,3}|\\*)");
    private static final int LONGEST_TEXT = 500;

    /** @throws IllegalArgumentException saying what is missing, or what does not fit together */
    public AutomationConfig {
        mxSuffix = mxSuffix == null ? null : mxSuffix.toLowerCase(Locale.ROOT);
        domain = domain == null ? null : Mailbox.domain(domain);
        codes = List.copyOf(codes);
        enhanced = List.copyOf(enhanced);
        require(NAME.matcher(name).matches(), "name has 1 to 48 letters, digits, dots, hyphens and underscores");
        require(!codes.isEmpty() || !enhanced.isEmpty() || text != null,
                "matches every reply; give at least one of codes, enhanced and text");
        require(codes.stream().allMatch(code -> code >= 400 && code <= 599), "codes are 400 to 599");
        require(enhanced.stream().allMatch(status -> STATUS.matcher(status).matches()),
                "enhanced are such as \"4.7.28\" or \"4.7.*\"");
        requireText(text);
        require(hits == null || hits == 1 || within != null, "within is missing; hits above 1 are counted in a time");
        requireAction(level, action, rate, connections, percent);
    }

    /** How many matching replies trigger it. */
    public int hitsNeeded() {
        return hits == null ? 1 : hits;
    }

    /** The time in which they must come, in milliseconds. */
    public long withinMillis() {
        return within == null ? Long.MAX_VALUE : within.toMillis();
    }

    private static void requireText(@Nullable String text) {
        if (text == null) {
            return;
        }
        require(!text.isEmpty() && text.length() <= LONGEST_TEXT,
                "text has 1 to " + LONGEST_TEXT + " characters");
        try {
            var _ = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("text is no regular expression: " + e.getDescription(), e);
        }
    }

    private static void requireAction(AutomationLevel level, AutomationAction action, @Nullable Rate rate,
            @Nullable Integer connections, @Nullable Integer percent) {
        boolean limits = rate != null || connections != null || percent != null;
        require(action == AutomationAction.LIMIT == limits, action == AutomationAction.LIMIT
                ? "limit needs a value; give at least one of rate, connections and percent"
                : "rate, connections and percent are for the action limit");
        require(percent == null || rate == null && connections == null,
                "percent stands alone; it is of the rate and of the connections");
        require(percent == null || level != AutomationLevel.TENANT && level != AutomationLevel.CAMPAIGN,
                "percent is of what a path, site or provider has; give a rate for a tenant or campaign");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
