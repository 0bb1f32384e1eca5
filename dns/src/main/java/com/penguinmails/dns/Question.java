package com.penguinmails.dns;

import org.xbill.DNS.Name;

/** One question: the key of the cache and of what is in flight. */
record Question<T>(DomainName name, RecordType<T> type) {

    /** The same question about another name. */
    Question<T> at(DomainName other) {
        return new Question<>(other, type);
    }

    /** The name as dnsjava has it. */
    Name wireName() {
        return Name.fromConstantString(name.isRoot() ? "." : name + ".");
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
