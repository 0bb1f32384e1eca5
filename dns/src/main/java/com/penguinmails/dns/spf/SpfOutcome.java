package com.penguinmails.dns.spf;

/**
 * What came of a check.
 *
 * @param reason the term that decided, or what is wrong, in words for people
 * @param lookUps terms that cost a look-up, of which ten are allowed (RFC 7208 section 4.6.4)
 */
public record SpfOutcome(SpfResult result, String reason, int lookUps) {}
