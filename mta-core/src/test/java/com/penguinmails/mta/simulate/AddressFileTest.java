package com.penguinmails.mta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.simulate.AddressFile.Counts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressFileTest {

    private static Counts read(String text) throws IOException {
        return AddressFile.read(new BufferedReader(new StringReader(text)));
    }

    @Test
    void addressesOneALineAreCountedByDomain() throws Exception {
        assertThat(read("a@One.example\n\n# a remark\nb@one.example\r\nc@two.example\n"))
                .isEqualTo(new Counts(Map.of("one.example", 2L, "two.example", 1L), 0, 0));
    }

    @Test
    void theColumnOfACsvFileIsFoundByItsName() throws Exception {
        assertThat(read("Name,Email,Friend\n\"Roe, Jane\",jane@one.example,x@other.example\nJoe;joe@two.example;\n"))
                .isEqualTo(new Counts(Map.of("one.example", 1L, "two.example", 1L), 0, 0));
    }

    @Test
    void withoutAHeadingTheFirstFieldWithAnAddressCounts() throws Exception {
        assertThat(read("Jane,jane@one.example\nJoe,joe@one.example\n").domains())
                .isEqualTo(Map.of("one.example", 2L));
    }

    @Test
    void linesOfADomainAndANumberAreTakenAsCounts() throws Exception {
        assertThat(read("domain,recipients\none.example,400000\ntwo.example,7\n").domains())
                .isEqualTo(Map.of("one.example", 400_000L, "two.example", 7L));
    }

    @Test
    void whatIsNoAddressIsLeftOutAndTold() throws Exception {
        assertThat(read("a@one.example\nnobody\n@one.example\nb@\n"))
                .isEqualTo(new Counts(Map.of("one.example", 1L), 3, 2));
    }
}
