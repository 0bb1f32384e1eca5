package com.penguinmails.mta.simulate;

import com.penguinmails.dns.DomainName;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the domains of a list of addresses, read line by line: one address a line, or CSV whose first line names the columns
 * ({@code email}, {@code e-mail}, {@code address}, {@code recipient} or {@code mail}); or lines of a domain and how many
 * recipients it has. For one thread.
 */
public final class AddressFile {
    private static final List<String> COLUMNS = List.of("email", "e-mail", "address", "recipient", "mail");
    private static final int MOST_LINE = 65_536;

    private final Map<String, long[]> counts = new HashMap<>();
    private final Map<String, String> domains = new HashMap<>();
    private int column = -1;
    private long lines;
    private long refused;
    private long firstRefused;

    private AddressFile() {}

    /**
     * What was counted.
     *
     * @param domains recipients by domain
     * @param refused lines that are neither an address nor a domain with a number
     * @param firstRefused the number of the first of them, from 1; 0 for none
     */
    public record Counts(Map<String, Long> domains, long refused, long firstRefused) {}

    /** Reads to the end; closes nothing. */
    public static Counts read(BufferedReader reader) throws IOException {
        var file = new AddressFile();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            file.take(line);
        }
        Map<String, Long> sorted = new TreeMap<>();
        file.counts.forEach((domain, count) -> sorted.put(domain, count[0]));
        return new Counts(sorted, file.refused, file.firstRefused);
    }

    private void take(String line) {
        lines++;
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#") || lines == 1 && isHeading(text)) {
            return;
        }
        if (text.length() > MOST_LINE || !count(text)) {
            refused++;
            firstRefused = firstRefused == 0 ? lines : firstRefused;
        }
    }

    private boolean isHeading(String text) {
        List<String> names = fields(text);
        for (String name : COLUMNS) {
            for (int i = 0; i < names.size() && column < 0; i++) {
                column = names.get(i).toLowerCase(Locale.ROOT).equals(name) ? i : -1;
            }
        }
        return column >= 0 || !text.contains("@") && names.size() > 1 && number(names.get(1)) < 1;
    }

    private boolean count(String text) {
        if (text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf(';') < 0) {
            return countAddress(text);
        }
        List<String> fields = fields(text);
        if (column >= 0) {
            return column < fields.size() && countAddress(fields.get(column));
        }
        for (String field : fields) {
            if (field.indexOf('@') >= 0) {
                return countAddress(field);
            }
        }
        long recipients = fields.size() == 2 ? number(fields.get(1)) : 0;
        return recipients > 0 && add(fields.getFirst(), recipients);
    }

    private boolean countAddress(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && add(address.substring(at + 1), 1);
    }

    private boolean add(String name, long recipients) {
        String domain = domains.computeIfAbsent(name, AddressFile::domain);
        if (domain.isEmpty()) {
            return false;
        }
        counts.computeIfAbsent(domain, _ -> new long[1])[0] += recipients;
        return true;
    }

    private static String domain(String name) {
        Optional<DomainName> parsed = DomainName.parse(name);
        return parsed.map(DomainName::toString).orElse("");
    }

    private static long number(String text) {
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    }

    /** The fields of a line of CSV (RFC 4180), also with semicolons; no field spans lines. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == ';')) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
