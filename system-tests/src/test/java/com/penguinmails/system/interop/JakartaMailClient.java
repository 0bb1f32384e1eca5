package com.penguinmails.system.interop;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;

/** Jakarta Mail, in this process. */
final class JakartaMailClient implements MailClient {

    @Override
    public void require() {
        // It is a library of the build.
    }

    @Override
    public void submit(SampleMail mail, List<Integer> ports) throws Exception {
        Session session = session(mail);
        Message message = mail.form() == SampleMail.Form.EIGHT_BIT ? ready(mail, session) : compose(mail, session);
        Address[] recipients = addresses(mail.recipients());
        for (int port : ports) {
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect("127.0.0.1", port, null, null);
                transport.sendMessage(message, recipients);
            }
        }
    }

    private static Session session(SampleMail mail) {
        var properties = new Properties();
        properties.setProperty("mail.smtp.localhost", "client.test");
        properties.setProperty("mail.smtp.from", mail.sender());
        properties.setProperty("mail.smtp.allow8bitmime", "true");
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(mail.needsUtf8()));
        return Session.getInstance(properties);
    }

    private static Message ready(SampleMail mail, Session session) throws IOException, MessagingException {
        try (var stream = Files.newInputStream(mail.raw())) {
            return new MimeMessage(session, stream);
        }
    }

    private static Message compose(SampleMail mail, Session session) throws IOException, MessagingException {
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress(mail.sender(), SampleMail.SENDER_NAME, "UTF-8"));
        message.setRecipients(Message.RecipientType.TO, addresses(mail.to()));
        message.setRecipients(Message.RecipientType.BCC, addresses(mail.hidden()));
        message.setSubject(SampleMail.SUBJECT, "UTF-8");
        message.setHeader("Date", SampleMail.DATE);
        var text = new MimeBodyPart();
        text.setText(mail.text(), "UTF-8");
        var attachment = new MimeBodyPart();
        attachment.attachFile(mail.attachment().toFile(), "application/octet-stream", "base64");
        attachment.setFileName(MimeUtility.encodeText(SampleMail.ATTACHMENT_NAME, "UTF-8", "B"));
        message.setContent(new MimeMultipart(text, attachment));
        message.saveChanges();
        return message;
    }

    private static Address[] addresses(List<String> addresses) throws MessagingException {
        var result = new Address[addresses.size()];
        for (int i = 0; i < result.length; i++) {
            var address = new InternetAddress();
            address.setAddress(addresses.get(i));
            result[i] = address;
        }
        return result;
    }
}
