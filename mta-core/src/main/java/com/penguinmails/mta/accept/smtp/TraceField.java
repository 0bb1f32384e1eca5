package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.MailDate;
import com.penguinmails.mta.message.MessageId;
import java.net.Inet6Address;

/** The {@code Received} field that says where we have a message from (RFC 5321 §4.4, RFC 3848, RFC 6531 §3.7.3). */
final class TraceField {
    private TraceField() {}

    static String of(Client client, String nodeName, MessageId id, boolean smtpUtf8) {
        return "Received: from " + printable(client.name()) + " (" + literal(client) + ")\r\n\tby " + nodeName
                + " with "
                + protocol(client, smtpUtf8) + " id " + id + ";\r\n\t" + MailDate.format(id.epochMillis()) + "\r\n";
    }

    private static String protocol(Client client, boolean smtpUtf8) {
        String suffix = (client.isSecure() ? "S" : "") + (client.isAuthenticated() ? "A" : "");
        if (smtpUtf8) {
            return "UTF8SMTP" + suffix;
        }
        return client.isExtended() ? "ESMTP" + suffix : "SMTP";
    }

    private static String literal(Client client) {
        String address = client.address().getHostAddress();
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        return client.address() instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }

    /** What a client calls itself is anything; only what a host name or an address literal holds goes into the header. */
    private static String printable(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean printable = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "-._:[]".indexOf(c) >= 0;
            if (!printable) {
                return "unknown";
            }
        }
        return name.length() <= 255 ? name : "unknown";
    }
}
