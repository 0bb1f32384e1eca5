package com.penguinmails.mta.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A part of a message (RFC 2045, RFC 2046): its own header fields and its body. */
sealed interface MimePart {

    /** Writes the fields that describe the part, without the empty line behind them. */
    void writeFields(HeaderWriter header);

    void writeBody(ByteArrayOutputStream out);

    /** A part with a body of its own; the octets are not encoded yet. */
    record Leaf(String contentType, String disposition, String contentId, TransferEncoding encoding,
            Attachment.Content content)
            implements
                MimePart {

        static Leaf text(String subtype, String text) {
            byte[] octets = LineEnds.toCrlf(text.getBytes(StandardCharsets.UTF_8));
            return new Leaf("text/" + subtype + "; charset=utf-8", "", "", TransferEncoding.forText(octets),
                    new Attachment.Content(octets));
        }

        @Override
        public void writeFields(HeaderWriter header) {
            header.structured("Content-Type", contentType);
            header.structured("Content-Transfer-Encoding", encoding.token());
            if (!disposition.isEmpty()) {
                header.structured("Content-Disposition", disposition);
            }
            if (!contentId.isEmpty()) {
                header.structured("Content-ID", '<' + contentId + '>');
            }
        }

        @Override
        public void writeBody(ByteArrayOutputStream out) {
            encoding.write(content.octets(), out);
        }
    }

    /** Parts within a part (RFC 2046 §5.1). */
    record Multipart(String subtype, String boundary, List<MimePart> parts) implements MimePart {

        @Override
        public void writeFields(HeaderWriter header) {
            header.structured("Content-Type", "multipart/" + subtype + "; boundary=\"" + boundary + '"');
        }

        @Override
        public void writeBody(ByteArrayOutputStream out) {
            for (MimePart part : parts) {
                ascii(out, "--" + boundary + "\r\n");
                var header = new HeaderWriter(out);
                part.writeFields(header);
                header.endOfHeader();
                part.writeBody(out);
                ascii(out, "\r\n");
            }
            ascii(out, "--" + boundary + "--\r\n");
        }

        private static void ascii(ByteArrayOutputStream out, String text) {
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
