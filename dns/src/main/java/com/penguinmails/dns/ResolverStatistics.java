package com.penguinmails.dns;

/**
 * What a {@link CachingResolver} has counted since its start, and what it holds now.
 *
 * @param lookUps          questions asked, of callers and for CNAME targets
 * @param hits             of these, answered from the cache
 * @param joined           of these, that waited for the same question already in flight
 * @param refused          of these, failed because too many queries were in flight
 * @param queries          packets sent to servers, tries and TCP queries included
 * @param tcpQueries       of these, over TCP because the UDP reply was truncated
 * @param unanswered       queries without a reply: timed out or unreachable
 * @param malformedReplies replies to a query that were no DNS message
 * @param strayPackets     packets that were no reply to the query on their socket, and were passed over
 * @param failures         questions that no server answered
 * @param cacheEntries     answers held now
 * @param inFlight         questions in flight now
 */
public record ResolverStatistics(long lookUps, long hits, long joined, long refused, long queries, long tcpQueries,
        long unanswered, long malformedReplies, long strayPackets, long failures, int cacheEntries, int inFlight) {}
