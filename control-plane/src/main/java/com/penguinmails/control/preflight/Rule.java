package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Provider.GMAIL;
import static com.penguinmails.control.preflight.Provider.YAHOO;

import java.util.List;

/** A rule for mail, in the order in which they are told, with where it is written. */
public enum Rule {
    FROM_PRESENT_ONCE("from-present-once", "RFC 5322 section 3.6; the providers' sender requirements"),
    SPF_PASSES("spf-passes", "RFC 7208 section 4; the providers' sender requirements"),
    SPF_ALIGNED("spf-aligned", "RFC 9989 section 4.4; the providers' sender requirements"),
    DKIM_VALID("dkim-valid", "RFC 6376 section 6, RFC 8301 section 3.2; the providers' sender requirements"),
    DKIM_ALIGNED("dkim-aligned", "RFC 9989 section 4.4; the providers' sender requirements"),
    DMARC_RECORD("dmarc-record", "RFC 9989 sections 4.7 and 4.10; the providers' requirements for bulk senders"),
    DMARC_PASSES("dmarc-passes", "RFC 9989 section 4.4; the providers' requirements for bulk senders"),
    PTR("ptr", "RFC 1912 section 2.1; the providers' sender requirements"),
    TLS("tls", "RFC 3207; Gmail's sender guidelines"),
    ONE_CLICK("one-click", "RFC 8058 sections 3.1 and 4; Gmail's and Yahoo's requirements for bulk senders"),
    MESSAGE_ID("message-id", "RFC 5322 section 3.6.4; the providers' sender requirements"),
    DATE("date", "RFC 5322 sections 3.3 and 3.6.1; the providers' sender requirements"),
    SIZE("size", "RFC 1870; the providers' limits on a mail, and Gmail's on what it shows of one"),
    TEXT_PART("text-part", "RFC 2046 section 5.1.4; good practice, which none of the three requires"),
    LINE_LENGTH("line-length", "RFC 5322 section 2.1.1, RFC 5321 section 4.5.3.1.6"),
    MIME_PARSABLE("mime-parsable", "RFC 2045, RFC 2046, RFC 5322 section 2.2");

    private final String id;
    private final String source;

    Rule(String id, String source) {
        this.id = id;
        this.source = source;
    }

    /** Its name in JSON and tables. */
    public String id() {
        return id;
    }

    /** Where it is written. */
    public String source() {
        return source;
    }

    /** Whose rule it is. */
    public List<Provider> providers() {
        return switch (this) {
            case TLS -> List.of(GMAIL);
            case ONE_CLICK -> List.of(GMAIL, YAHOO);
            case TEXT_PART -> List.of();
            default -> List.of(Provider.values());
        };
    }
}
