package com.penguinmails.control.record;

import com.penguinmails.dns.DomainName;

/**
 * What customers' records point to.
 *
 * @param spfInclude a name whose SPF record lists the addresses that send
 * @param returnPath the host that takes bounces
 * @param tracking the host that serves clicks and opens
 */
public record ServiceNames(DomainName spfInclude, DomainName returnPath, DomainName tracking) {}
