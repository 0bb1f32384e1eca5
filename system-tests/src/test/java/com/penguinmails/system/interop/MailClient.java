package com.penguinmails.system.interop;

import java.util.List;

/** A program or library that submits mail. */
interface MailClient {

    /** Skips the test if it is not there, or fails it with {@code -Dpeers.required=true}. */
    void require() throws InterruptedException;

    /** Submits the same octets to each of these ports of 127.0.0.1. */
    void submit(SampleMail mail, List<Integer> ports) throws Exception;
}
