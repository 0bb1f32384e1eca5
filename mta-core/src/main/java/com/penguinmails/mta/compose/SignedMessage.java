package com.penguinmails.mta.compose;

import com.penguinmails.mta.deliver.Payload;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What stands before a message, and what is known of its octets.
 *
 * @param signature the signature fields, read-only; empty where there is no key
 */
record SignedMessage(ByteBuffer signature, boolean eightBit, boolean utf8Header) {

    static SignedMessage of(MessageView message, byte[] signature) {
        return new SignedMessage(ByteBuffer.wrap(signature).asReadOnlyBuffer(), message.eightBit(),
                message.utf8Header());
    }

    /** The message as it leaves, without a copy of its content. */
    Payload payload(ByteBuffer content) {
        List<ByteBuffer> parts = signature.hasRemaining()
                ? List.of(signature.duplicate(), content.asReadOnlyBuffer())
                : List.of(content.asReadOnlyBuffer());
        return new Payload(parts, eightBit, utf8Header);
    }
}
