package com.penguinmails.testkit.smtp;

import java.util.List;

/**
 * One accepted recipient.
 *
 * @param address the forward-path without angle brackets
 * @param parameters of the RCPT command, as sent, such as {@code NOTIFY=NEVER}
 */
public record ReceivedRecipient(String address, List<String> parameters) {}
