package com.penguinmails.mta.cli.demo;

import com.penguinmails.mta.spool.Balance;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demonstration came to.
 *
 * @param answeredYes recipients that the node said yes to, counted by the sender
 * @param balance the node's books
 * @param received recipients that the receiver took, counted by the receiver
 * @param signaturesValid messages whose signature was verified with the key from DNS
 * @param signaturesChecked messages that were looked at
 */
public record DemoResult(long answeredYes, Balance balance, long received, long signaturesValid,
        long signaturesChecked) {

    /** What does not add up; empty when all does. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        if (balance.accepted() != answeredYes) {
            problems.add("the node said yes to " + answeredYes + " recipients, its books have " + balance.accepted());
        }
        if (balance.delivered() != received) {
            problems.add("the books have " + balance.delivered() + " delivered, the receiver got " + received);
        }
        if (balance.queued() != 0) {
            problems.add(balance.queued() + " recipients are still queued");
        }
        if (signaturesValid != signaturesChecked) {
            problems.add((signaturesChecked - signaturesValid) + " signatures did not verify");
        }
        return problems;
    }
}
