package com.penguinmails.system.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A Postfix with configuration, queue and mailbox of its own, beside whatever Postfix the system has. It refuses
 * {@code refused@} and, until it relents, defers {@code later@} its domain; all other mail goes to one maildir.
 */
final class PostfixReceiver implements MailReceiver {
    /** The header of mail from loopback is otherwise rewritten as that of a local user. */
    private static final String[] POSTCONF = {"/usr/sbin/postconf", "-d", "mail_version"};
    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = DIR/spool
            data_directory = DIR/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = DIR/mail.log
            maillog_file_prefixes = DIR
            myhostname = mx.DOMAIN
            mydestination =
            mynetworks = 127.0.0.0/8
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            alias_maps =
            alias_database =
            local_recipient_maps =
            local_header_rewrite_clients =
            smtputf8_enable = yes
            smtpd_relay_restrictions = permit_auth_destination, reject
            smtpd_recipient_restrictions = check_recipient_access texthash:DIR/conf/access, permit
            virtual_mailbox_domains = DOMAIN
            virtual_mailbox_base = DIR
            virtual_mailbox_maps = static:box/
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            """;

    private final String domain;
    private final Path folder;
    private final int port;

    private PostfixReceiver(String domain, Path folder, int port) {
        this.domain = domain;
        this.folder = folder;
        this.port = port;
    }

    /** Whether it can be started here. */
    static boolean isThere() throws InterruptedException {
        return Peer.endsWell(POSTCONF) && isRoot();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static void require() throws InterruptedException {
        Peer.require("postfix", POSTCONF);
        Peer.requireThat(isRoot(), "Postfix is started by root only");
    }

    /** @param folder an absolute path; its parent is opened to the users that Postfix works as */
    static PostfixReceiver start(String domain, Path folder) throws IOException, InterruptedException {
        return start(domain, folder, "");
    }

    /**
     * One that drops what it takes and holds loopback, which it trusts otherwise, to its limits.
     *
     * @param limits further lines of {@code main.cf}
     */
    static PostfixReceiver startLimited(String domain, Path folder, String limits)
            throws IOException, InterruptedException {
        return start(domain, folder, "smtpd_client_event_limit_exceptions =\nvirtual_transport = discard:\n" + limits);
    }

    private static PostfixReceiver start(String domain, Path folder, String more)
            throws IOException, InterruptedException {
        var receiver = new PostfixReceiver(domain, folder, freePort());
        receiver.writeFiles(more);
        receiver.control("start");
        return receiver;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public int port() {
        return port;
    }

    /** Postfix stores LF, and puts the recipient in front. */
    @Override
    public List<String> messagesFor(String recipient) throws IOException {
        List<String> found = new ArrayList<>();
        Path arrived = folder.resolve("box/new");
        if (Files.isDirectory(arrived)) {
            String mark = new String(("\nDelivered-To: " + recipient + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardCharsets.ISO_8859_1);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(arrived)) {
                for (Path file : files) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (text.contains(mark)) {
                        found.add(text.replace("\n", "\r\n"));
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void relent() throws IOException, InterruptedException {
        writeAccess("");
        control("reload");
    }

    @Override
    public void close() throws IOException {
        try {
            control("stop");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void writeFiles(String more) throws IOException, InterruptedException {
        // The parent too: a test's directory is closed to other users, and Postfix works as another user.
        for (String name : List.of("..", "", "conf", "spool", "data", "box")) {
            Path directory = Files.createDirectories(folder.resolve(name).normalize());
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path conf = folder.resolve("conf");
        Files.writeString(conf.resolve("main.cf"),
                MAIN.replace("DIR", folder.toString()).replace("DOMAIN", domain) + more);
        Files.writeString(conf.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                proxymap unix - - n - - proxymap
                retry unix - - n - - error
                error unix - - n - - error
                virtual unix - n n - - virtual
                discard unix - - n - - discard
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
        writeAccess("later@" + domain + " 450 4.2.1 Postfix lets this mailbox rest\n");
        var _ = Peer.run(folder, "chown", "postfix", folder.resolve("data").toString());
        var _ = Peer.run(folder, "chown", "65534:65534", folder.resolve("box").toString());
    }

    private void writeAccess(String more) throws IOException {
        Files.writeString(folder.resolve("conf/access"),
                "refused@" + domain + " 550 5.1.1 Postfix knows nobody of that name\n" + more);
    }

    private void control(String command) throws IOException, InterruptedException {
        var _ = Peer.run(folder, "/usr/sbin/postfix", "-c", folder.resolve("conf").toString(), command);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
