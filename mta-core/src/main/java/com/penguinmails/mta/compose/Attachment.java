package com.penguinmails.mta.compose;

/**
 * A file that travels with a message.
 *
 * @param filename as people read it
 * @param contentType type and subtype, parameters allowed, such as {@code image/png}
 * @param content the file itself; not copied, not to be changed
 * @param contentId what the HTML names it by in {@code cid:} URLs, without angle brackets; empty for none
 * @param inline whether it is shown in the HTML rather than listed beside it
 */
public record Attachment(String filename, String contentType, Content content, String contentId, boolean inline) {

    /** Octets that are compared by identity; a record component of an array type would promise more than it holds. */
    public static final class Content {
        private final byte[] octets;

        public Content(byte[] octets) {
            this.octets = octets;
        }

        public int length() {
            return octets.length;
        }

        byte[] octets() {
            return octets;
        }
    }
}
