package com.penguinmails.control.record;

import com.penguinmails.dns.DomainName;
import java.util.ArrayList;
import java.util.List;

/** The records that a domain has to publish. */
public final class DomainRecords {
    private static final String RETURN_PATH_LABEL = "bounce";
    private static final String TRACKING_LABEL = "track";
    private static final int MAX_STRING = 255;

    private DomainRecords() {}

    /** Where bounces of a domain's mail go: the domain of its reverse-paths. */
    public static DomainName returnPath(DomainName domain) {
        return DomainName.of(RETURN_PATH_LABEL + "." + domain);
    }

    /** The host of a domain's links. */
    public static DomainName tracking(DomainName domain) {
        return DomainName.of(TRACKING_LABEL + "." + domain);
    }

    /** In the order in which they are shown. */
    public static List<ExpectedRecord> of(DomainName domain, List<PublishedKey> keys, ServiceNames names) {
        List<ExpectedRecord> records = new ArrayList<>();
        for (PublishedKey key : keys) {
            records.add(new ExpectedRecord(Purpose.DKIM, key.required(), domain,
                    DomainName.of(key.selector() + "._domainkey." + domain), "TXT", key.record()));
        }
        records.add(new ExpectedRecord(Purpose.SPF, true, domain, returnPath(domain), "TXT",
                "v=spf1 include:" + names.spfInclude() + " -all"));
        records.add(new ExpectedRecord(Purpose.DMARC, true, domain, DomainName.of("_dmarc." + domain), "TXT",
                "v=DMARC1; p=none"));
        records.add(new ExpectedRecord(Purpose.RETURN_PATH, true, domain, returnPath(domain), "MX",
                "10 " + names.returnPath() + "."));
        records.add(new ExpectedRecord(Purpose.TRACKING, false, domain, tracking(domain), "CNAME",
                names.tracking() + "."));
        return List.copyOf(records);
    }

    /** Lines of a zone file (RFC 1035 section 5.1) with whole names, so that they can be put into any zone above the domain. */
    public static String zoneFile(DomainName domain, List<ExpectedRecord> records) {
        var text = new StringBuilder("; Records of ").append(domain).append('\n');
        for (ExpectedRecord record : records) {
            text.append("; ").append(record.purpose().word()).append(record.required() ? "" : " (optional)")
                    .append('\n')
                    .append(record.host()).append(". 3600 IN ").append(record.type()).append(' ')
                    .append(record.type().equals("TXT") ? strings(record.value()) : record.value()).append('\n');
        }
        return text.toString();
    }

    private static String strings(String value) {
        List<String> strings = new ArrayList<>();
        for (int start = 0; start < value.length(); start += MAX_STRING) {
            strings.add('"' + value.substring(start, Math.min(value.length(), start + MAX_STRING)) + '"');
        }
        return strings.size() == 1 ? strings.getFirst() : "( " + String.join(" ", strings) + " )";
    }
}
