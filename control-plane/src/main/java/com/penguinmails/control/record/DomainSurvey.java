package com.penguinmails.control.record;

import com.penguinmails.dns.DomainName;
import java.util.ArrayList;
import java.util.List;

/** What every mail domain publishes, whoever sends for it: any value is right that works. */
public final class DomainSurvey {

    private DomainSurvey() {}

    /** @throws IllegalArgumentException if a selector is no name */
    public static List<ExpectedRecord> of(DomainName domain, List<String> selectors) {
        List<ExpectedRecord> records = new ArrayList<>();
        for (String selector : selectors) {
            records.add(new ExpectedRecord(Purpose.DKIM, true, domain,
                    DomainName.of(selector + "._domainkey." + domain), "TXT", ExpectedRecord.ANY));
        }
        records.add(new ExpectedRecord(Purpose.SPF, true, domain, domain, "TXT", ExpectedRecord.ANY));
        records.add(new ExpectedRecord(Purpose.DMARC, true, domain, DomainName.of("_dmarc." + domain), "TXT",
                ExpectedRecord.ANY));
        records.add(new ExpectedRecord(Purpose.RETURN_PATH, true, domain, domain, "MX", ExpectedRecord.ANY));
        return List.copyOf(records);
    }
}
