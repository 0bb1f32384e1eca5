package com.penguinmails.mta.cli;

import com.penguinmails.dkim.DkimSignature;
import com.penguinmails.dkim.SignatureResult;
import com.penguinmails.dkim.Verdict;
import com.penguinmails.dkim.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcome of a verification, as a table for people or as JSON. */
final class DkimReport {
    private static final String ROW = "%-3s %-10s %-15s %-30s %-20s %s";

    private final Verification verification;

    DkimReport(Verification verification) {
        this.verification = verification;
    }

    String json() {
        var map = new LinkedHashMap<String, Object>();
        map.put("passed", verification.passed());
        switch (verification) {
            case Verification.Unreadable(String reason) -> map.put("unreadable", reason);
            case Verification.Checked(List<SignatureResult> results) ->
                map.put("signatures", results.stream().map(DkimReport::describe).toList());
        }
        return Json.text(map);
    }

    String table() {
        return switch (verification) {
            case Verification.Unreadable(String reason) -> "The message cannot be read: " + reason;
            case Verification.Checked(List<SignatureResult> results) ->
                results.isEmpty() ? "The message has no signature." : table(results);
        };
    }

    private static String table(List<SignatureResult> results) {
        List<String> rows = new ArrayList<>();
        rows.add(ROW.formatted("#", "RESULT", "ALGORITHM", "DOMAIN", "SELECTOR", "NOTE").strip());
        for (SignatureResult result : results) {
            DkimSignature signature = result.signature();
            rows.add(ROW.formatted(
                    rows.size(),
                    result.verdict().word(),
                    signature == null ? "-" : signature.algorithm().signatureTag(),
                    signature == null ? "-" : signature.domain(),
                    signature == null ? "-" : signature.selector(),
                    note(result.verdict())).stripTrailing());
        }
        return String.join(System.lineSeparator(), rows);
    }

    private static Map<String, Object> describe(SignatureResult result) {
        var map = new LinkedHashMap<String, Object>();
        map.put("result", result.verdict().word());
        map.put("note", note(result.verdict()));
        DkimSignature signature = result.signature();
        if (signature != null) {
            map.put("algorithm", signature.algorithm().signatureTag());
            map.put("canonicalization", signature.canonicalizations().tagValue());
            map.put("domain", signature.domain());
            map.put("selector", signature.selector());
            map.put("signed_fields", signature.signedFields());
        }
        return map;
    }

    private static String note(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass(boolean testing, boolean bodyPartlySigned) -> {
                List<String> notes = new ArrayList<>();
                if (testing) {
                    notes.add("the domain only tests DKIM (t=y), so it does not count");
                }
                if (bodyPartlySigned) {
                    notes.add("text stands behind what is signed (l=)");
                }
                yield String.join("; ", notes);
            }
            case Verdict.Fail(String reason) -> reason;
            case Verdict.PermError(String reason) -> reason;
            case Verdict.TempError(String reason) -> reason;
        };
    }
}
