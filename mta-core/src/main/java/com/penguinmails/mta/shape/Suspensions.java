package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All suspensions in force. What a suspension needs to know decides where it takes hold: one of mail alone before DNS is asked; one
 * of mail and where it goes once that is known; one of a site, a provider or a source, whatever the mail, at the path; one of mail
 * and a source takes that source from those which may serve the mail. For one thread.
 */
public final class Suspensions {
    private final Map<String, Suspension> all = new LinkedHashMap<>();
    private final List<Suspension> ofMail = new ArrayList<>();
    private final List<Suspension> ofMailAtSite = new ArrayList<>();
    private final List<Suspension> ofMailFromSource = new ArrayList<>();
    private final List<Suspension> ofPath = new ArrayList<>();
    private int changes;

    /** What is known of mail from its acceptance on. */
    public record Mail(String tenant, String campaign, String senderDomain, String domain) {
        boolean isOf(Suspension suspension) {
            return suspension.selector().matchesMail(tenant, campaign, senderDomain, domain);
        }
    }

    /** Whether a selector is decided at the path, whatever the mail is. */
    public static boolean isOfPath(MailSelector selector) {
        boolean ofMail = selector.tenant() != null || selector.campaign() != null || selector.senderDomain() != null
                || selector.domain() != null;
        return !ofMail && (selector.needsSite() || selector.needsSource());
    }

    /** One of the same name is replaced. */
    public void add(Suspension suspension) {
        var _ = remove(suspension.id());
        all.put(suspension.id(), suspension);
        place(suspension.selector()).add(suspension);
        changes++;
    }

    /** The one that was of that name, or null. */
    public @Nullable Suspension remove(String id) {
        Suspension removed = all.remove(id);
        if (removed != null) {
            place(removed.selector()).remove(removed);
            changes++;
        }
        return removed;
    }

    /** A number that is another after each change. */
    public int version() {
        return changes;
    }

    public List<Suspension> all() {
        return List.copyOf(all.values());
    }

    /** The last to end of those that hold some mail wherever it goes, or null. */
    public @Nullable Suspension of(Mail mail) {
        return last(ofMail, mail::isOf);
    }

    /** The last to end of those that hold some mail where it goes, or null. */
    public @Nullable Suspension of(Mail mail, String site, String provider) {
        return last(ofMailAtSite,
                suspension -> suspension.selector().matchesSite(site, provider) && mail.isOf(suspension));
    }

    /** The last to end of those that keep some mail from leaving from a source to where it goes, or null. */
    public @Nullable Suspension of(Mail mail, String site, String provider, String source) {
        return last(ofMailFromSource, suspension -> suspension.selector().matchesSource(source)
                && suspension.selector().matchesSite(site, provider) && mail.isOf(suspension));
    }

    /** The last to end of those that keep all mail from a path, or null. */
    public @Nullable Suspension ofPath(String site, String provider, String source) {
        return last(ofPath, suspension -> suspension.selector().matchesSource(source)
                && suspension.selector().matchesSite(site, provider));
    }

    /** Whether any keeps mail from sources that other mail may use. */
    public boolean areOfMailFromSource() {
        return !ofMailFromSource.isEmpty();
    }

    private List<Suspension> place(MailSelector selector) {
        if (isOfPath(selector)) {
            return ofPath;
        }
        if (selector.needsSource()) {
            return ofMailFromSource;
        }
        return selector.needsSite() ? ofMailAtSite : ofMail;
    }

    private static @Nullable Suspension last(List<Suspension> suspensions, Predicate<Suspension> matches) {
        Suspension last = null;
        for (Suspension suspension : suspensions) {
            if ((last == null || suspension.untilMillis() > last.untilMillis()) && matches.test(suspension)) {
                last = suspension;
            }
        }
        return last;
    }
}
