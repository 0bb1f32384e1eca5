package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import java.util.Map;
import java.util.Optional;

/**
 * The balance of the node, of each tenant, of each campaign and of each job, kept by the thread that commits and read by any.
 * Each answer is consistent in itself: it stands between two commits.
 */
public interface Books {

    Balance node();

    Map<String, Balance> tenants();

    /** By tenant and campaign. */
    Map<CampaignKey, Balance> campaigns();

    Optional<Balance> job(JobId id);

    /** All of it at one moment. */
    BooksSnapshot snapshot();

    /** A campaign within a tenant. */
    record CampaignKey(String tenant, String campaign) {}

    /** All balances at one moment. */
    record BooksSnapshot(Balance node, Map<String, Balance> tenants, Map<CampaignKey, Balance> campaigns) {}
}
