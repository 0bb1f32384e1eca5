package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/** Command lines. */
final class CommandInput implements InputState {
    private final SmtpSession session;
    private final Commands commands;
    private final LineReader lines;

    CommandInput(SmtpSession session, Commands commands, int maxLine) {
        this.session = session;
        this.commands = commands;
        this.lines = new LineReader(maxLine);
    }

    @Override
    public InputState consume(ByteBuf in) {
        return switch (lines.next(in)) {
            case LineReader.Found.Nothing() -> this;
            case LineReader.Found.TooLong() -> session.reject(Replies.LINE_TOO_LONG);
            case LineReader.Found.BareLf() -> session.closeWith(Replies.BARE_LF);
            case LineReader.Found.Line(ByteBuf line) -> execute(line, in);
        };
    }

    private InputState execute(ByteBuf line, ByteBuf rest) {
        session.lineRead();
        return switch (SmtpCommand.parse(line)) {
            case CommandLine.Malformed(ServerReply reply) -> session.reject(reply);
            case SmtpCommand command -> commands.execute(command, rest.isReadable());
        };
    }
}
