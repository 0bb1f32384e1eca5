package com.penguinmails.dkim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A selection of header fields prepared for use with many messages: for one header it answers the names of {@code h=}
 * and appends the canonical fields that they stand for, the instances of a name from the last to the first. Immutable.
 */
final class SelectedFields {

    private record Name(String text, String lowerCase, boolean overSigned) {}

    private final List<Name> names = new ArrayList<>();
    private final Canonicalization form;

    SelectedFields(HeaderSelection selection, Canonicalization form) {
        this.form = form;
        Set<String> overSigned = new HashSet<>();
        for (String name : selection.overSigned()) {
            overSigned.add(HeaderSelection.lower(name));
        }
        for (String name : selection.signed()) {
            String lowerCase = HeaderSelection.lower(name);
            names.add(new Name(name, lowerCase, overSigned.contains(lowerCase)));
        }
    }

    /**
     * @return the names for {@code h=} in order; a name beyond the instances present stands for a field that is absent and
     *     has no canonical form
     * @throws InvalidMessageException if the header has no From field
     */
    List<String> select(MessageHeaders headers, OctetBuffer canonical) {
        if (headers.named("from").isEmpty()) {
            throw new InvalidMessageException("header: no From field, which every signature must cover; add one");
        }
        List<String> selected = new ArrayList<>(names.size() + 8);
        for (Name name : names) {
            for (HeaderField field : headers.named(name.lowerCase).reversed()) {
                field.canonicalize(form, canonical);
                canonical.crlf();
                selected.add(name.text);
            }
            if (name.overSigned) {
                selected.add(name.text);
            }
        }
        return selected;
    }
}
