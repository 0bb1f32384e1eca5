package com.penguinmails.mta.cli;

import com.penguinmails.dkim.KeyAnswer;
import com.penguinmails.dkim.KeyLookup;
import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import java.util.concurrent.CompletionStage;

/** Key records from DNS. As thread-safe as its resolver. */
public final class DnsKeyLookup implements KeyLookup {
    private final DnsResolver resolver;

    public DnsKeyLookup(DnsResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public CompletionStage<KeyAnswer> lookUp(String name) {
        return resolver.texts(DomainName.of(name)).thenApply(answer -> switch (answer) {
            case DnsAnswer.Found<String> found -> new KeyAnswer.Found(found.records());
            case DnsAnswer.NoData<String> _ -> new KeyAnswer.NotFound();
            case DnsAnswer.NoSuchDomain<String> _ -> new KeyAnswer.NotFound();
            case DnsAnswer.TemporaryFailure<String> failure -> new KeyAnswer.TemporaryFailure(failure.reason());
        });
    }
}
