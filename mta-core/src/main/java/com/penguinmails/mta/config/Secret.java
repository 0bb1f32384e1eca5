package com.penguinmails.mta.config;

/** A value that must never be printed: {@code toString} masks it. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "********";
    }
}
