package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Rule.ONE_CLICK;

import java.util.List;
import java.util.regex.Pattern;

/** The rule that a reader can unsubscribe by one click (RFC 8058), and that nobody could have put that there but the sender. Stateless. */
final class OneClickRule {
    private static final Pattern HTTPS = Pattern.compile("<\\s*https://[^\\s<>]+\\s*>", Pattern.CASE_INSENSITIVE);
    private static final String POST = "List-Unsubscribe=One-Click";

    private OneClickRule() {}

    static RuleFinding finding(MailUnderReview mail, Authentication authentication, boolean bulk) {
        List<String> places = mail.values("List-Unsubscribe");
        List<String> posts = mail.values("List-Unsubscribe-Post");
        if (places.isEmpty() && posts.isEmpty()) {
            return RuleFinding.fault(ONE_CLICK, bulk, "there is no field List-Unsubscribe",
                    "mail to many needs List-Unsubscribe with an https URI and List-Unsubscribe-Post: " + POST);
        }
        if (places.size() != 1 || !HTTPS.matcher(places.getFirst()).find()) {
            return RuleFinding.fault(ONE_CLICK, bulk, places.size() == 1
                    ? "List-Unsubscribe has no https URI"
                    : "there are " + places.size() + " fields List-Unsubscribe",
                    "give one field List-Unsubscribe with an https URI in angle brackets");
        }
        if (posts.size() != 1 || !posts.getFirst().equalsIgnoreCase(POST)) {
            return RuleFinding.fault(ONE_CLICK, bulk, posts.isEmpty()
                    ? "there is no field List-Unsubscribe-Post"
                    : "List-Unsubscribe-Post is not " + POST, "add one field List-Unsubscribe-Post: " + POST);
        }
        return signed(authentication, bulk);
    }

    private static RuleFinding signed(Authentication authentication, boolean bulk) {
        boolean signed = authentication.signatures().stream().anyMatch(sight -> sight.counts() && sight.aligned()
                && sight.signs("list-unsubscribe") && sight.signs("list-unsubscribe-post"));
        return signed
                ? RuleFinding.pass(ONE_CLICK, "the two fields are there and signed")
                : RuleFinding.fault(ONE_CLICK, bulk,
                        "the two fields are there, but no valid and aligned signature covers both",
                        "name List-Unsubscribe and List-Unsubscribe-Post in h= of the signature of From's domain");
    }

}
