package com.penguinmails.mta.config;

import org.jspecify.annotations.Nullable;

/**
 * How much of a path a tenant gets beside the others with mail for it, or one of its campaigns beside its others. Without a
 * share the weight is 1.
 *
 * @param tenant whose share it is
 * @param campaign one of its campaigns, or null for the tenant itself
 * @param weight twice the weight, twice the mail while both wait
 */
public record ShareConfig(String tenant, @Nullable String campaign, @Between({"1", "1000"}) int weight) {}
