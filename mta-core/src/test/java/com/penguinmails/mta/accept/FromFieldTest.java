package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FromFieldTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a@x.example | a@x.example",
            "Name <a@X.Example> | a@x.example",
            "\"Comma, (no comment) <b@y.example>\" <a@x.example> | a@x.example",
            "=?UTF-8?Q?J=C3=B6rg?= <a@x.example> | a@x.example",
            "Doe, John <a@x.example> | a@x.example",
            "a@x.example (b@y.example (nested) c@z.example) | a@x.example",
            "(first) a (middle) @ x.example | a@x.example",
            "\"a b\"@x.example | \"a b\"@x.example",
            "\"q\\\"uote <b@y.example>\" <a@x.example> | a@x.example",
            "<@relay.example,@other.example:a@x.example> | a@x.example",
            "Group: a@x.example, B <b@x.example>; | a@x.example b@x.example",
            "a@[192.0.2.1] | a@[192.0.2.1]",
            "Jörg <jörg@bücher.example> | jörg@xn--bcher-kva.example",
            "First <a@x.example>, second@y.example | a@x.example second@y.example"})
    void addressesAreFoundBetweenNamesCommentsAndGroups(String value, String expected) {
        List<String> found = FromField.mailboxes(value).stream().map(Object::toString).toList();
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "<>", "Name <a@x.example", "a@x.example: b@y.example;", "a@b@x.example",
            "\"a@x.example\"", "Group:;", "a@", "@x.example", "a b@x..example", "(a@x.example", "a@x.example <b>"})
    void whatIsNoAddressIsRefused(String value) {
        assertThatThrownBy(() -> FromField.mailboxes(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anythingAtAllIsReadOrRefused() {
        var random = new java.util.Random(11);
        String alphabet = "ab@.<>\"\\(),;:[] \t=?";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(FromField.mailboxes(text.toString())).as("%s", text).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("%s", text).hasMessageNotContaining("index");
            }
        }
    }
}
