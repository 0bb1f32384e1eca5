package com.penguinmails.mta.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A MIME parameter in UTF-8 with percent signs, in numbered pieces where it is long (RFC 2231 §3 and §4). */
final class ExtendedParameter {
    private static final int MAX_PIECE = 54;
    private static final String HEX = "0123456789ABCDEF";

    private ExtendedParameter() {}

    /** With a leading semicolon before each piece. */
    static String encode(String name, String value) {
        List<String> pieces = pieces(value);
        if (pieces.size() == 1) {
            return "; " + name + "*=UTF-8''" + pieces.getFirst();
        }
        var text = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            text.append("; ").append(name).append('*').append(i).append("*=");
            text.append(i == 0 ? "UTF-8''" : "").append(pieces.get(i));
        }
        return text.toString();
    }

    private static List<String> pieces(String value) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            String coded = coded(octet & 0xff);
            if (piece.length() + coded.length() > MAX_PIECE) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.append(coded);
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private static String coded(int octet) {
        boolean plain = octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9'
                || octet == '.' || octet == '-' || octet == '_';
        return plain ? String.valueOf((char) octet) : "%" + HEX.charAt(octet >> 4) + HEX.charAt(octet & 15);
    }
}
