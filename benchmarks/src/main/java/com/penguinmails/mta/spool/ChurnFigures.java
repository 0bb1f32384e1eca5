package com.penguinmails.mta.spool;

/**
 * What a run of churn gave.
 *
 * @param diskPerLive the most, at any look, that all files but the two written to took on disk, over what was live
 * @param liveBytes at the end
 * @param writeAmplification octets of content written, over those that came in
 * @param commits of the messages, from the offer to the commit
 */
public record ChurnFigures(double diskPerLive, long liveBytes, double writeAmplification, CommitTimes commits,
        double messagesPerSecond) {

    /** In milliseconds: of half of the messages at most, of 99 in a hundred at most, of any. */
    public record CommitTimes(double median, double ofNinetyNine, double longest) {
        private static final double NANOS_PER_MILLI = 1e6;

        /** @param nanos ascending, at least one */
        static CommitTimes of(long[] nanos) {
            return new CommitTimes(nanos[nanos.length / 2] / NANOS_PER_MILLI,
                    nanos[(int) (nanos.length * 99L / 100)] / NANOS_PER_MILLI,
                    nanos[nanos.length - 1] / NANOS_PER_MILLI);
        }
    }
}
