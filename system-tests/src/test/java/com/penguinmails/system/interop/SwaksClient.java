package com.penguinmails.system.interop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Swaks. Of its own accord it would date each mail anew, so a mail is composed first and then submitted. It knows no SMTPUTF8. */
final class SwaksClient implements MailClient {

    @Override
    public void require() throws InterruptedException {
        Peer.require("swaks", "swaks", "--version");
    }

    @Override
    public void submit(SampleMail mail, List<Integer> ports) throws Exception {
        String text = mail.form() == SampleMail.Form.EIGHT_BIT
                ? Files.readString(mail.raw(), StandardCharsets.ISO_8859_1)
                : compose(mail);
        // It reads lines that end with LF; before one that ends with CRLF it may put a CR of its own.
        Path message = Files.writeString(mail.folder().resolve("swaks.eml"), text.replace("\r\n", "\n"),
                StandardCharsets.ISO_8859_1);
        for (int port : ports) {
            var _ = Peer.run(mail.folder(), "swaks", "--server", "127.0.0.1:" + port, "--helo", "client.test", "--from",
                    mail.sender(), "--to", String.join(",", mail.recipients()), "--data", "@" + message);
        }
    }

    /** It shows the mail with the dots that the transport adds. */
    private static String compose(SampleMail mail) throws Exception {
        return Peer.run(mail.folder(), "swaks", "--dump-mail", "--from", mail.sender(), "--to",
                String.join(",", mail.to()), "--h-Subject", "With an attachment", "--h-Date", SampleMail.DATE,
                "--h-Message-Id", mail.messageId(), "--body", mail.text(), "--attach-name", "overview.bin",
                "--attach-type", "application/octet-stream", "--attach", "@" + mail.attachment())
                .replaceAll("(?m)^\\.", "").stripTrailing() + "\n";
    }
}
