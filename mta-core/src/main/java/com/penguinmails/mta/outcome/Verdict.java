package com.penguinmails.mta.outcome;

/**
 * What a reply or a failure means.
 *
 * @param outcome for every recipient that it is about
 * @param scope how far it reaches beyond them
 */
public record Verdict(Outcome outcome, FailureScope scope) {}
