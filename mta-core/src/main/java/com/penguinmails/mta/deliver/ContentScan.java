package com.penguinmails.mta.deliver;

import java.nio.ByteBuffer;

/**
 * What the octets of a payload need before they may go out as they are with BDAT (RFC 3030).
 *
 * @param canonical whether every CR and LF is part of a CRLF; a bare one must never reach the wire (RFC 5321 §2.3.8)
 * @param terminated whether it ends with CRLF, or is empty
 */
record ContentScan(boolean canonical, boolean terminated) {
    static final ContentScan NOT_CANONICAL = new ContentScan(false, false);

    static ContentScan of(Payload payload) {
        LineState state = LineState.START;
        for (ByteBuffer part : payload.parts()) {
            int at = part.position();
            while (at < part.limit()) {
                if (!state.isPaired(part.get(at))) {
                    return NOT_CANONICAL;
                }
                at = LineScan.runEnd(part, at);
                state = state.after(part.get(at - 1));
            }
        }
        return new ContentScan(state != LineState.AFTER_CR, state == LineState.START);
    }
}
