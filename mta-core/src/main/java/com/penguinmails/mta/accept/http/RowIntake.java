package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.Acceptor;
import com.penguinmails.mta.accept.SpoolWriter;
import com.penguinmails.mta.accept.SpoolWriter.NotCommittedException;
import com.penguinmails.mta.config.HttpConfig;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a job from a stream until it ends, is cut, or nothing more is taken for now. Thread-safe. */
final class RowIntake {
    private static final int MAX_SHOWN = 100;
    /** How many rows go by at most between two questions whether there is room. */
    private static final int ROOM_CHECK = 1024;

    private final Acceptor acceptor;
    private final SpoolWriter writer;
    private final Clock clock;
    private final HttpConfig config;
    private final RowParser parser = new RowParser();

    RowIntake(Acceptor acceptor, SpoolWriter writer, Clock clock, HttpConfig config) {
        this.acceptor = acceptor;
        this.writer = writer;
        this.clock = clock;
        this.config = config;
    }

    /** A row that was not taken. */
    record Rejected(long row, FieldProblem problem) {}

    /** How a stream ended. */
    enum End {
        /** All of it was read. */
        COMPLETE,
        /** It broke off, or came too slowly. */
        CUT,
        /** The job has as many rows as a job may have. */
        TOO_MANY,
        /** No more is taken for now. */
        NO_ROOM
    }

    /**
     * What became of the rows.
     *
     * @param acceptedRows on disk, of this request
     * @param rejected the first hundred
     * @param nextRow the number of the next row to come; -1 where the spool knows it better
     * @param reason why it ended early; empty if it did not
     */
    record Result(End end, long acceptedRows, List<Rejected> rejected, long rejectedRows, long nextRow,
            String reason) {

        Result because(String why) {
            return new Result(end, acceptedRows, rejected, rejectedRows, nextRow, why);
        }
    }

    /** Takes rows from number {@code firstRow} on. What was taken before a cut is committed like the rest. */
    Result read(JobOpened job, LineSource lines, long firstRow) throws InterruptedException {
        var run = new Run(new RowSink(job, writer, clock), firstRow);
        try {
            End end = run.readAll(lines);
            run.sink.flush();
            return run.result(end, run.row);
        } catch (NotCommittedException e) {
            // What was read behind the last commit is not on disk: the job goes on where the disk ends.
            return run.result(End.NO_ROOM, -1).because(String.valueOf(e.getMessage()));
        }
    }

    private final class Run {
        private final RowSink sink;
        private final List<Rejected> rejected = new ArrayList<>();
        private long rejectedRows;
        private long row;
        private int allowed;
        private String reason = "";

        Run(RowSink sink, long firstRow) {
            this.sink = sink;
            this.row = firstRow;
        }

        End readAll(LineSource lines) throws NotCommittedException, InterruptedException {
            try {
                for (LineSource.Found found = lines
                        .next(config.maxRow().toInt()); found != LineSource.Found.END; found = lines
                                .next(config.maxRow().toInt())) {
                    if (row >= config.maxJobRows()) {
                        reason = "a job may have at most " + config.maxJobRows() + " rows; open another one";
                        return End.TOO_MANY;
                    }
                    if (allowed == 0 && !findsRoom()) {
                        return End.NO_ROOM;
                    }
                    take(found, lines);
                    row++;
                    allowed--;
                }
                return End.COMPLETE;
            } catch (IOException e) {
                return End.CUT;
            }
        }

        /** Nobody knows how many rows will come, so it is asked for a number of them, and where fewer fit, those are taken. */
        private boolean findsRoom() throws NotCommittedException, InterruptedException {
            int wanted = ROOM_CHECK + sink.pendingRows();
            int room = acceptor.roomForNow(wanted);
            if (room < wanted) {
                // Near a mark what is on its way to the disk counts as well, and the queue knows of it when it is there.
                sink.flush();
                room = acceptor.roomForNow(ROOM_CHECK);
            }
            allowed = Math.min(room, ROOM_CHECK);
            if (allowed == 0) {
                acceptor.refusalForNow(1).ifPresentOrElse(why -> reason = why, () -> allowed = 1);
            }
            return allowed > 0;
        }

        private void take(LineSource.Found found, LineSource lines) throws NotCommittedException, InterruptedException {
            if (found == LineSource.Found.TOO_LONG) {
                reject(new FieldProblem("", "too_long",
                        "a row may have at most " + config.maxRow().bytes() + " octets"));
                return;
            }
            switch (parser.parse(lines.line(), lines.length())) {
                case RowParser.Parsed.Row(var to, var variables) -> sink.add(row, to, variables.octets());
                case RowParser.Parsed.Wrong(FieldProblem problem) -> reject(problem);
            }
        }

        private void reject(FieldProblem problem) {
            rejectedRows++;
            if (rejected.size() < MAX_SHOWN) {
                rejected.add(new Rejected(row, problem));
            }
        }

        Result result(End end, long nextRow) {
            return new Result(end, sink.committedRows(), rejected, rejectedRows, nextRow, reason);
        }
    }
}
