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
    public Blocker explain(Site site, String source, long untilMillis) {
        Path path = site.paths.get(source);
        return new Blocker(BlockerKind.SOURCE_REFUSED, source, "queue.first_retry and queue.max_retry in node.toml",
                reason(site, source), path == null ? 0 : path.failedSinceMillis, untilMillis, "",
                "it is tried again by itself; a [[pool_rules]] of shaping.toml can lead its mail to another source");
    }

    @Override
    public String reason(Site site, String source) {
        return "not reached from source " + source + ": " + site.lastFailure;
    }
}
