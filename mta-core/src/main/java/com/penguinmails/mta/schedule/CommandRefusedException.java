package com.penguinmails.mta.schedule;

/** A command that cannot be given as it was; nothing has changed. */
public final class CommandRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the field's place in the request, such as {@code selector/source}
     * @param mend what is wrong and how to mend it
     */
    public CommandRefusedException(String field, String mend) {
        super(mend);
        this.field = field;
    }

    /** The field's place in the request. */
    public String field() {
        return field;
    }
}
