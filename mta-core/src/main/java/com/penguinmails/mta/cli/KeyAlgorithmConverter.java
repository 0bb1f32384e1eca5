package com.penguinmails.mta.cli;

import com.penguinmails.dkim.KeyAlgorithm;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kind of a key as DKIM spells it: {@code rsa} or {@code ed25519}. */
final class KeyAlgorithmConverter implements ITypeConverter<KeyAlgorithm> {

    @Override
    public KeyAlgorithm convert(String value) {
        return KeyAlgorithm.ofKeyTag(value).orElseThrow(() -> new TypeConversionException("expected rsa or ed25519"));
    }
}
