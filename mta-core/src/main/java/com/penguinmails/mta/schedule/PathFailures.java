package com.penguinmails.mta.schedule;

/** Shuts a path for a time after the site could not be reached from its source. Stateless: the path remembers. */
final class PathFailures implements PathBlocks.Block {
    @Override
    public long untilNanos(Site site, String source, long nowNanos) {
        Path path = site.paths.get(source);
        return path != null && path.isSuspended(nowNanos) ? path.suspendedUntilNanos : nowNanos;
    }

    @Override
    public boolean stopsSessions() {
        return false;
    }

    @Override
    public String reason(Site site, String source) {
        return "not reached from source " + source + ": " + site.lastFailure;
    }
}
