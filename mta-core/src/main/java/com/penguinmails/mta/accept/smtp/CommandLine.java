package com.penguinmails.mta.accept.smtp;

/** What a line in command mode is. */
sealed interface CommandLine permits SmtpCommand, CommandLine.Malformed {

    /** No command, whatever its first word is. */
    record Malformed(ServerReply reply) implements CommandLine {}
}
