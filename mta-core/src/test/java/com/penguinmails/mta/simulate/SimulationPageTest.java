package com.penguinmails.mta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SimulationPageTest {
    private static final String INPUT = """
            {"recipients": 30000, "start": "2026-12-01T23:58:00Z", "receivers": {"*": {"defer_percent": 2}},
             "shaping": "[[limits]]\\nname = 'everything'\\nrate = '100/s'"}""";

    private static Document parsed(String page) throws Exception {
        String body = page.substring(page.indexOf("<html"));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        String page = SimulationPage.of(Campaigns.run(INPUT));
        Document document = parsed(page);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(4);
        assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("http:", "https:", "<script", "<link", "@import",
                "url(", "src=");
        assertThat(page).contains("prefers-color-scheme:dark", "google", "everything", "Finished on 2026-12-02");
    }

    @Test
    void whatIsNotFinishedStandsInTheHeading() throws Exception {
        String page = SimulationPage.of(Campaigns.run("""
                {"domains": {"d.example": 5000}, "max_days": 1, "shaping": "[any_path]\\nrate = '1/min'"}"""));
        assertThat(parsed(page).getElementsByTagName("h1").item(0).getTextContent()).startsWith("Not finished by");
        assertThat(page).contains("recipients are left: the time that was to be simulated is over.");
    }

    @Test
    void wordsFromOutsideCannotBreakThePage() throws Exception {
        String page = SimulationPage.of(Campaigns.run("""
                {"domains": {"d.example": 10}, "sources": ["a"], "receivers": {"*": {"defer_percent": 50}}}"""));
        assertThat(parsed(page)).isNotNull();
        assertThat(Svg.escaped("<b a=\"x\">&")).isEqualTo("&lt;b a=&quot;x&quot;&gt;&amp;");
    }
}
