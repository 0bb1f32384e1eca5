package com.penguinmails.control.record;

/**
 * A signing key that is to be found in DNS.
 *
 * @param record the text of its key record
 * @param required whether mail is signed with it, or would be
 */
public record PublishedKey(String selector, String record, boolean required) {}
