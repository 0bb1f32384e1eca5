package com.penguinmails.mta.compose.template;

/** What becomes of the characters of a variable that mean something where they are put. */
public enum Escaping {
    /** {@code & < > " '} become entities, unless a filter says {@code raw}. */
    HTML,
    /** Nothing is changed. */
    NONE
}
