package com.penguinmails.control.preflight;

/** Mails before they are signed. */
final class PreflightMails {
    /** To many people, and in order. */
    static final String GOOD = """
            From: News <news@example.test>
            To: reader@receiver.test
            Subject: News
            Date: Mon, 23 Nov 2026 06:00:00 +0000
            Message-ID: <n1@example.test>
            List-Unsubscribe: <https://example.test/u/1>, <mailto:u@example.test>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8

            Good news.
            --b
            Content-Type: text/html; charset=utf-8

            <p>Good news.</p>
            --b--
            """.replace("\n", "\r\n");

    private PreflightMails() {}

    /** The good mail with one thing of it replaced, which must be there. */
    static String with(String old, String other) {
        if (!GOOD.contains(old)) {
            throw new IllegalArgumentException("the good mail has no " + old);
        }
        return GOOD.replace(old, other);
    }
}
