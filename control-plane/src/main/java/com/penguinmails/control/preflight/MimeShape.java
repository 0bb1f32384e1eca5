package com.penguinmails.control.preflight;

/**
 * What a mail is made of, as far as rules ask.
 *
 * @param broken why it cannot be read at all; empty: it can
 * @param flaw what only lenient readers forgive; empty: nothing
 * @param hasHtml whether there is HTML to show
 * @param htmlOctets octets of that HTML without its transfer encoding
 * @param hasAlternative whether a text/plain part stands beside it in multipart/alternative
 * @param hasAlternativeText whether that part has any text
 */
record MimeShape(String broken, String flaw, boolean hasHtml, long htmlOctets, boolean hasAlternative,
        boolean hasAlternativeText) {

    static MimeShape unreadable(String reason) {
        return new MimeShape(reason, "", false, 0, false, false);
    }

    MimeShape withFlaw(String reason) {
        return new MimeShape(broken, reason, hasHtml, htmlOctets, hasAlternative, hasAlternativeText);
    }
}
