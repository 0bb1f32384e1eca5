package com.penguinmails.mta.accept;

import java.net.InetAddress;

/**
 * A CIDR block of IPv4 or IPv6 addresses (RFC 4632, RFC 4291 §2.3), such as {@code 192.0.2.0/24}; a lone address is a block of
 * one.
 *
 * @param address any address of the block
 * @param prefixLength how many leading bits count
 */
public record NetworkBlock(InetAddress address, int prefixLength) {

    /** @throws IllegalArgumentException if the text is not of that form */
    public static NetworkBlock parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = address.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("the prefix length is 0 to " + bits);
            }
            return new NetworkBlock(address, prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a network such as \"192.0.2.0/24\" is expected, not \"" + text + "\"",
                    e);
        }
    }

    /** Whether the address is in the block; one of the other family never is. */
    public boolean contains(InetAddress candidate) {
        byte[] mine = address.getAddress();
        byte[] other = candidate.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
            int mask = prefixLength - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (prefixLength - bit));
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
