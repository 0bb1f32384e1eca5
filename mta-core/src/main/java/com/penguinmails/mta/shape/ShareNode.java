package com.penguinmails.mta.shape;

import org.jspecify.annotations.Nullable;

/** A place in a ring of shares; the links are in the node, so that joining and leaving allocate nothing. */
abstract class ShareNode {
    @Nullable
    ShareGroup parent;
    ShareNode next = this;
    ShareNode previous = this;
    /** How many recipients one turn has. */
    int weight = 1;
    /** What it may still have served before the turn passes on; negative when it had more than its turn. */
    long deficit;
}
