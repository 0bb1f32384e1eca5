package com.penguinmails.mta.spool;

/**
 * Whether new mail may be accepted.
 *
 * @param accepting false: refuse for now
 * @param reason why not, for senders and operators, without paths or secrets; empty when accepting
 * @param freeBytes what the file system has left
 * @param usedBytes what the spool's files take on disk
 */
public record SpoolHealth(boolean accepting, String reason, long freeBytes, long usedBytes) {}
