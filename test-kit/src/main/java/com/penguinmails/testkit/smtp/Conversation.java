package com.penguinmails.testkit.smtp;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SMTP session (RFC 5321), with every stage open to the script.
 *
 * <p>Phases: COMMANDS until DATA or BDAT; DATA until CRLF.CRLF; CHUNK for the octets a BDAT command announced, then
 * COMMANDS again. TLS_DROP and TLS_PLAIN wait for a handshake in order to spoil it. One thread only.
 */
final class Conversation implements Situation {
    private static final int LINE_MAX = 4096;

    private enum Phase {
        COMMANDS,
        DATA,
        CHUNK,
        TLS_DROP,
        TLS_PLAIN
    }

    private final SessionServices services;
    private final Wire wire;
    private final StageGate gate;
    private final long number;
    private final InetSocketAddress peer;
    private final InetSocketAddress local;
    private final Transaction transaction;
    private final ChunkReader chunk = new ChunkReader();
    private Phase phase = Phase.COMMANDS;
    private @Nullable ConnectionInfo greeted;
    private @Nullable String tlsProtocol;
    private int dropAfter;
    private int messages;

    Conversation(SessionServices services, Wire wire, InetSocketAddress peer, InetSocketAddress local) {
        this.services = services;
        this.wire = wire;
        this.gate = new StageGate(wire);
        this.number = services.tally().opened(peer.getAddress());
        this.peer = peer;
        this.local = local;
        this.transaction = new Transaction(services.newContentBuffer());
    }

    void opened() {
        pass(Stage.CONNECT, List.of(), services.greeting(), () -> {});
    }

    void tlsEstablished(String protocol) {
        services.tally().tlsEstablished();
        tlsProtocol = protocol;
        greeted = null;
        transaction.clear();
    }

    void closed() {
        services.tally().closed(peer.getAddress());
    }

    /** Takes one step with the input; false if it needs more. */
    boolean read(ByteBuf in) {
        return switch (phase) {
            case COMMANDS -> readCommand(in);
            case DATA -> readData(in);
            case CHUNK -> readChunk(in);
            case TLS_DROP, TLS_PLAIN -> spoilHandshake(in);
        };
    }

    @Override
    public InetAddress source() {
        return peer.getAddress();
    }

    @Override
    public String reversePath() {
        return transaction.reversePath();
    }

    @Override
    public int messagesOnConnection() {
        return messages;
    }

    @Override
    public int openConnections(boolean ofThisSource) {
        return ofThisSource ? services.tally().open(peer.getAddress()) : services.tally().open();
    }

    private boolean readCommand(ByteBuf in) {
        int start = in.readerIndex();
        int lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
        if (lineFeed < 0 && in.readableBytes() <= LINE_MAX) {
            return false;
        }
        if (lineFeed < 0 || lineFeed - start > LINE_MAX) {
            wire.reply(Replies.LINE_TOO_LONG);
            wire.close();
            return false;
        }
        in.readerIndex(lineFeed + 1);
        if (lineFeed == start || in.getByte(lineFeed - 1) != '\r') {
            wire.reply(Replies.LINE_ENDING);
            return true;
        }
        Verb verb = Verb.at(in, start, lineFeed - 1);
        if (in.isReadable() && !mayBeFollowed(verb)) {
            services.tally().pipeliningViolated();
        }
        int argument = Math.min(lineFeed - 1, start + verb.name().length() + 1);
        obey(verb, in.toString(argument, lineFeed - 1 - argument, StandardCharsets.UTF_8));
        return true;
    }

    private boolean mayBeFollowed(Verb verb) {
        return switch (verb) {
            // Its octets are part of it (RFC 3030 section 2).
            case BDAT -> true;
            case MAIL, RCPT, RSET -> services.offers(Capability.PIPELINING);
            default -> false;
        };
    }

    private void obey(Verb verb, String argument) {
        switch (verb) {
            case EHLO -> hello(argument, true);
            case HELO -> hello(argument, false);
            case STARTTLS -> startTls();
            case MAIL -> mail(argument);
            case RCPT -> rcpt(argument);
            case DATA -> data();
            case BDAT -> bdat(argument);
            case RSET -> pass(Stage.RSET, List.of(), Replies.DONE, transaction::clear);
            case QUIT -> pass(Stage.QUIT, List.of(), Replies.CLOSING, wire::close);
            case NOOP -> wire.reply(Replies.DONE);
            case VRFY -> wire.reply(Replies.CANNOT_VERIFY);
            case HELP -> wire.reply(Replies.HELP);
            case UNKNOWN -> wire.reply(Replies.UNKNOWN_COMMAND);
        }
    }

    private void hello(String name, boolean extended) {
        Reply usual = extended ? services.ehlo(tlsProtocol != null) : services.helo();
        pass(Stage.HELO, List.of(), usual, () -> {
            transaction.clear();
            greeted = new ConnectionInfo(number, peer, local, name.strip(), extended, tlsProtocol);
        });
    }

    private void startTls() {
        if (!services.offers(Capability.STARTTLS) || tlsProtocol != null) {
            wire.reply(Replies.NOT_OFFERED);
            return;
        }
        Verdict verdict = services.script().judge(Stage.STARTTLS, this, List.of());
        gate.pass(verdict, Replies.READY_FOR_TLS, switch (verdict.action()) {
            case Action.TlsDrop _ -> () -> phase = Phase.TLS_DROP;
            case Action.TlsPlain _ -> () -> phase = Phase.TLS_PLAIN;
            case null, default -> wire::startTls;
        });
    }

    private boolean spoilHandshake(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        if (phase == Phase.TLS_DROP) {
            wire.drop();
        } else {
            wire.reply(Replies.UNKNOWN_COMMAND);
        }
        return false;
    }

    private void mail(String argument) {
        PathArgument from = PathArgument.parse(argument, "FROM:");
        if (from == null) {
            wire.reply(Replies.SYNTAX);
        } else if (greeted == null || transaction.isOpen()) {
            wire.reply(Replies.BAD_SEQUENCE);
        } else if (usesWhatIsNotOffered(from)) {
            wire.reply(Replies.PARAMETER);
        } else if (services.isTooLarge(from.declaredSize())) {
            wire.reply(Replies.TOO_LARGE);
        } else {
            transaction.begin(from);
            pass(Stage.MAIL, List.of(), Replies.SENDER_OK, transaction::open);
        }
    }

    private boolean usesWhatIsNotOffered(PathArgument from) {
        boolean requireTls = tlsProtocol != null && services.offers(Capability.REQUIRETLS);
        return (from.has("BODY=8BITMIME") && !services.offers(Capability.EIGHT_BIT_MIME))
                || (from.has("SMTPUTF8") && !services.offers(Capability.SMTPUTF8))
                || (from.has("REQUIRETLS") && !requireTls);
    }

    private void rcpt(String argument) {
        PathArgument to = PathArgument.parse(argument, "TO:");
        if (to == null || to.address().isEmpty()) {
            wire.reply(Replies.SYNTAX);
        } else if (!transaction.isOpen()) {
            wire.reply(Replies.BAD_SEQUENCE);
        } else if (transaction.addresses().size() >= services.recipientsMax()) {
            wire.reply(Replies.TOO_MANY_RECIPIENTS);
        } else {
            pass(Stage.RCPT, List.of(to.address()), Replies.RECIPIENT_OK, () -> transaction.add(to));
        }
    }

    private void data() {
        if (!transaction.isOpen() || transaction.isChunked()) {
            wire.reply(Replies.BAD_SEQUENCE);
        } else if (transaction.addresses().isEmpty()) {
            wire.reply(Replies.NO_RECIPIENTS);
        } else {
            Verdict verdict = services.script().judge(Stage.DATA, this, transaction.addresses());
            dropAfter = verdict.action() instanceof Action.DropAfter(int bytes) ? bytes : 0;
            gate.pass(verdict, Replies.START_CONTENT, () -> {
                transaction.beginContent(false);
                phase = Phase.DATA;
            });
        }
    }

    private boolean readData(ByteBuf in) {
        boolean ended = transaction.readData(in);
        if (dropAfter > 0 && transaction.content().size() >= dropAfter) {
            wire.drop();
            return false;
        }
        if (ended) {
            phase = Phase.COMMANDS;
            endOfData();
        }
        return ended;
    }

    private void endOfData() {
        if (transaction.content().isTooLarge()) {
            wire.reply(Replies.TOO_LARGE);
            transaction.clear();
            return;
        }
        transaction.close();
        ConnectionInfo connection = greeted;
        Verdict verdict = services.script().judge(Stage.END_OF_DATA, this, transaction.addresses());
        gate.pass(verdict, Replies.ACCEPTED, () -> {
            if (connection != null) {
                services.accept(connection, ++messages, transaction);
            }
        });
    }

    private void bdat(String argument) {
        if (!chunk.begin(argument)) {
            // The length is unknown, so nothing after this command can be understood.
            wire.reply(Replies.SYNTAX);
            wire.close();
            return;
        }
        Reply refusal = refusalOfChunk();
        if (refusal != null) {
            chunk.refuse(refusal);
            transaction.close();
        } else if (!transaction.isChunked()) {
            beginChunks();
        }
        phase = Phase.CHUNK;
        endChunkIfRead();
    }

    private @Nullable Reply refusalOfChunk() {
        if (!services.offers(Capability.CHUNKING)) {
            return Replies.NOT_OFFERED;
        }
        if (!transaction.isOpen()) {
            return Replies.BAD_SEQUENCE;
        }
        return transaction.addresses().isEmpty() ? Replies.NO_RECIPIENTS : null;
    }

    private void beginChunks() {
        transaction.beginContent(true);
        Verdict verdict = services.script().judge(Stage.BDAT, this, transaction.addresses());
        switch (verdict.action()) {
            case Action.Answer(Reply reply) -> {
                chunk.refuse(reply);
                transaction.close();
            }
            case Action.Drop _ -> wire.drop();
            case Action.Stall _ -> wire.stall();
            case null, default -> {
            }
        }
    }

    private boolean readChunk(ByteBuf in) {
        int length = chunk.take(in.readableBytes());
        if (chunk.refusal() == null) {
            transaction.readChunk(in, length);
        } else {
            in.skipBytes(length);
        }
        endChunkIfRead();
        return true;
    }

    private void endChunkIfRead() {
        if (!chunk.isRead()) {
            return;
        }
        phase = Phase.COMMANDS;
        Reply refusal = chunk.refusal();
        if (refusal != null) {
            gate.answer(refusal);
        } else if (chunk.isLast()) {
            endOfData();
        } else {
            wire.reply(Replies.DONE);
        }
    }

    private void pass(Stage stage, List<String> recipients, Reply usual, Runnable effect) {
        gate.pass(services.script().judge(stage, this, recipients), usual, effect);
    }
}
