package com.penguinmails.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * When a campaign was where, in seconds from its start.
 *
 * @param finishSeconds when its last recipient was delivered
 * @param providers the curve of each, by name
 */
public record CampaignOutcome(double finishSeconds, Map<String, Curve> providers) {

    public CampaignOutcome {
        providers = new TreeMap<>(providers);
    }

    /**
     * The course of one provider.
     *
     * @param recipients delivered to
     * @param quarter when a quarter of them was delivered
     * @param half when half of them was
     * @param threeQuarters when three quarters were
     * @param all when the last was
     */
    public record Curve(int recipients, double quarter, double half, double threeQuarters, double all) {

        /** By how many seconds two courses are apart where they are farthest, at a quarter, the half and three quarters. */
        double farthestFrom(Curve other) {
            return Math.max(Math.abs(quarter - other.quarter),
                    Math.max(Math.abs(half - other.half), Math.abs(threeQuarters - other.threeQuarters)));
        }
    }

    /** By how many percent of the other's time this one finishes apart from it. */
    public double finishDifferencePercent(CampaignOutcome sent) {
        return Math.abs(finishSeconds - sent.finishSeconds) / sent.finishSeconds * 100;
    }

    /** By how many percent of the whole campaign's time a provider's curves are apart where they are farthest. */
    public double curveDifferencePercent(CampaignOutcome sent, String provider) {
        Curve mine = providers.get(provider);
        Curve other = sent.providers.get(provider);
        if (mine == null || other == null) {
            throw new IllegalArgumentException(provider + " is no provider of both");
        }
        return mine.farthestFrom(other) / sent.finishSeconds * 100;
    }
}
