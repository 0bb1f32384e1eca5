package com.penguinmails.mta.compose.template;

/** Ends a rendering that passes its bounds; thrown through the template engine, caught by {@link Template}. */
final class BudgetExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetExceededException(String message) {
        super(message, null, false, false);
    }
}
