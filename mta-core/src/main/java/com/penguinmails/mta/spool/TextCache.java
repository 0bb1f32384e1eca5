package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives one and the same text for the same octets, for what stands in very many records: tenants, campaigns, domains. A recovery
 * that made each of them anew would spend most of its time on it. It forgets what has not come again for long. For one thread.
 */
final class TextCache {
    private static final int BITS = 16;

    private final byte[] @Nullable [] octets = new byte[1 << BITS] @Nullable [];
    private final @Nullable String[] texts = new @Nullable String[1 << BITS];
    private final @Nullable Labels[] labels = new @Nullable Labels[1 << BITS];

    /** The text of {@code length} octets of UTF-8 from the buffer's position on, which is moved behind them. */
    String next(ByteBuffer from, int length) {
        int start = from.position();
        from.position(start + length);
        int slot = slot(from, start, length);
        byte[] known = octets[slot];
        String text = texts[slot];
        if (known == null || text == null || !equal(known, from, start, length)) {
            known = new byte[length];
            from.get(start, known);
            text = new String(known, StandardCharsets.UTF_8);
            octets[slot] = known;
            texts[slot] = text;
        }
        return text;
    }

    /** One and the same labels for texts that come from here. */
    Labels labels(String tenant, String campaign, String tag) {
        int hash = (tenant.hashCode() * 31 + campaign.hashCode()) * 31 + tag.hashCode();
        int slot = hash * 0x9e37_79b9 >>> Integer.SIZE - BITS;
        Labels known = labels[slot];
        if (known == null || !known.tenant().equals(tenant) || !known.campaign().equals(campaign)
                || !known.tag().equals(tag)) {
            known = new Labels(tenant, campaign, tag);
            labels[slot] = known;
        }
        return known;
    }

    private static int slot(ByteBuffer from, int start, int length) {
        int hash = length;
        for (int i = start; i < start + length; i++) {
            hash = hash * 31 + from.get(i);
        }
        return hash * 0x9e37_79b9 >>> Integer.SIZE - BITS;
    }

    private static boolean equal(byte[] known, ByteBuffer from, int start, int length) {
        if (known.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known[i] != from.get(start + i)) {
                return false;
            }
        }
        return true;
    }
}
