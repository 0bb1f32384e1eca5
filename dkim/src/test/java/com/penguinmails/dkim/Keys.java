package com.penguinmails.dkim;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Key records at hand. */
final class Keys implements KeyLookup {

    private final Map<String, List<String>> records = new HashMap<>();

    @CanIgnoreReturnValue
    Keys with(SigningKey... keys) {
        for (SigningKey key : keys) {
            records.put(key.recordName(), List.of(key.keyRecord().text()));
        }
        return this;
    }

    @CanIgnoreReturnValue
    Keys with(String name, String... texts) {
        records.put(name, List.of(texts));
        return this;
    }

    @Override
    public CompletionStage<KeyAnswer> lookUp(String name) {
        List<String> found = records.get(name);
        return CompletableFuture.completedStage(
                found == null ? new KeyAnswer.NotFound() : new KeyAnswer.Found(found));
    }
}
