package com.penguinmails.testkit.smtp;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What stands beside a kept message: everything but its content, as one JSON object. */
final class EnvelopeJson {
    private EnvelopeJson() {}

    static String of(ReceivedMessage message) {
        ConnectionInfo connection = message.connection();
        return "{\"time\":" + text(message.time().toString()) + ",\"connection\":" + connection.number()
                + ",\"transaction\":"
                + message.transaction() + ",\"peer\":" + text(connection.peer().toString()) + ",\"local\":"
                + text(connection.local().toString()) + ",\"helo\":" + text(connection.helo()) + ",\"tls\":"
                + connection.tls().map(EnvelopeJson::text).orElse("null") + ",\"from\":" + text(message.reversePath())
                + ",\"mail_parameters\":" + array(message.mailParameters()) + ",\"recipients\":"
                + recipients(message.recipients())
                + ",\"size\":" + message.size() + ",\"sha256\":" + text(message.sha256()) + ",\"chunked\":"
                + message.lineEndings().chunked() + ",\"bare_cr\":" + message.lineEndings().bareCr() + ",\"bare_lf\":"
                + message.lineEndings().bareLf() + "}\n";
    }

    private static String recipients(List<ReceivedRecipient> recipients) {
        return recipients.stream()
                .map(r -> "{\"address\":" + text(r.address()) + ",\"parameters\":" + array(r.parameters()) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String array(Collection<String> values) {
        return values.stream().map(EnvelopeJson::text).collect(Collectors.joining(",", "[", "]"));
    }

    /** A JSON string (RFC 8259 section 7). */
    private static String text(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
