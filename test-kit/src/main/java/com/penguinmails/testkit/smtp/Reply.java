package com.penguinmails.testkit.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP reply (RFC 5321 section 4.2), of one line or several, encoded once. Immutable.
 */
public final class Reply {
    private static final Pattern FORM = Pattern
            .compile("([2-5][0-9]{2})(?:[ -]([245]\\.[0-9]{1,3}\\.[0-9]{1,3}))?(?: (.*))?", Pattern.DOTALL);

    private final int code;
    private final @Nullable String enhanced;
    private final List<String> lines;
    private final byte[] withEnhanced;
    private final byte[] withoutEnhanced;

    private Reply(int code, @Nullable String enhanced, List<String> lines) {
        this.code = code;
        this.enhanced = enhanced;
        this.lines = lines;
        this.withEnhanced = encode(enhanced);
        this.withoutEnhanced = encode(null);
    }

    /**
     * A reply from its text, such as {@code "452 4.2.2 Mailbox full"}; the enhanced status code may be left out, and a
     * line feed in the text begins a further line.
     *
     * @throws IllegalArgumentException if it does not begin with a reply code of 200 to 599
     */
    public static Reply of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a reply: \"" + text + "\"; write it as 452 4.2.2 Mailbox full");
        }
        String words = Objects.requireNonNullElse(form.group(3), "");
        return new Reply(Integer.parseInt(form.group(1)), form.group(2), List.of(words.split("\n", -1)));
    }

    /** The reply code, 200 to 599. */
    public int code() {
        return code;
    }

    /** The enhanced status code (RFC 3463), such as {@code 4.2.2}. */
    public Optional<String> enhanced() {
        return Optional.ofNullable(enhanced);
    }

    /** The text of each line, without codes. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public String toString() {
        return code + (enhanced == null ? "" : " " + enhanced) + " " + String.join("\n", lines);
    }

    byte[] encoded(boolean enhancedStatusCodes) {
        return enhancedStatusCodes ? withEnhanced : withoutEnhanced;
    }

    private byte[] encode(@Nullable String status) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(code).append(i + 1 < lines.size() ? '-' : ' ');
            if (status != null) {
                text.append(status).append(' ');
            }
            text.append(lines.get(i)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
