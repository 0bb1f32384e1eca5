package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a step of compaction: what is still open of it at this moment, once more at the end of the logs. */
final class Relocator {
    private final SpoolLogs logs;
    private final SpoolState state;

    Relocator(SpoolLogs logs, SpoolState state) {
        this.logs = logs;
        this.state = state;
    }

    void write(RelocationStep step, Spool.@Nullable SpoolObserver observer) throws IOException {
        var units = new ArrayList<Unit>();
        var places = new ArrayList<SpoolRef>();
        for (RelocationStep.Acceptance moved : step.acceptances()) {
            List<JournalItem.OpenRecipient> open = state.openRecipients(step.from(), moved.number());
            if (!open.isEmpty()) {
                var item = new JournalItem.Relocation(moved.number(), withOwnContent(moved.value()), open);
                units.add(new Unit(List.of(moved.content()), List.of(item)));
                places.add(moved.place());
            }
        }
        step.templates().forEach(template -> units.add(unit(template)));
        step.remembered().forEach(entry -> units.add(unit(entry)));
        for (String key : step.facts()) {
            ByteBuffer value = state.facts().in(step.from(), key);
            if (value != null) {
                units.add(new Unit(List.of(), List.of(new JournalItem.Fact(new JournalRecord.Kept(key, value)))));
            }
        }
        List<Unit.Written> written = logs.write(units);
        state.change(() -> applyAll(written));
        for (int i = 0; observer != null && i < places.size(); i++) {
            tell(observer, places.get(i), written.get(i));
        }
    }

    private void applyAll(List<Unit.Written> written) {
        for (Unit.Written unit : written) {
            long sequence = unit.firstSequence();
            for (JournalItem item : unit.items()) {
                state.apply(item, sequence++, logs.generation(), unit.bytesEach());
            }
        }
    }

    private static void tell(Spool.SpoolObserver observer, SpoolRef from, Unit.Written unit) {
        if (unit.items().getFirst() instanceof JournalItem.Relocation relocation) {
            observer.relocated(relocation.acceptance(), from, new SpoolRef(unit.position()));
        }
    }

    private static Unit unit(RelocationStep.Template template) {
        ContentRef place = SpoolEntry.contentNumber(0, template.content().remaining());
        return new Unit(List.of(template.content()), List.of(new JournalItem.TemplateMoved(template.job(), place)));
    }

    private static Unit unit(IdempotencyEntry entry) {
        return new Unit(List.<ByteBuffer>of(), List.of(new JournalItem.Fact(new JournalRecord.Remembered(entry))));
    }

    private static JournalRecord.Acceptance withOwnContent(JournalRecord.Acceptance value) {
        ContentRef place = SpoolEntry.contentNumber(0, value.content().length());
        return switch (value) {
            case JournalRecord.Message m -> new JournalRecord.Message(m.id(), m.labels(), m.priority(), m.envelope(),
                    m.recipients(), m.signingDomain(), m.keyId(), m.acceptedMillis(), m.sendAtMillis(),
                    m.expiresMillis(), place, null);
            case JournalRecord.JobRows r -> new JournalRecord.JobRows(r.job(), r.labels(), r.priority(), r.firstRow(),
                    r.domains(), r.acceptedMillis(), r.sendAtMillis(), r.expiresMillis(), place);
        };
    }
}
