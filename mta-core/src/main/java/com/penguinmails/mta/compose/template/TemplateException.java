package com.penguinmails.mta.compose.template;

/** A template that cannot be compiled or rendered. The text never shows the value of a variable. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param line from 1; 0 where none is known
     * @param reason what is wrong and how to mend it
     */
    TemplateException(int line, String reason) {
        super(line > 0 ? "line " + line + ": " + reason : reason);
    }

    /** What is wrong, and where. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
