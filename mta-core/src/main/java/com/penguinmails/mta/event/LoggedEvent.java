package com.penguinmails.mta.event;

/** An event and its place in the log. */
public record LoggedEvent(EventCursor cursor, DeliveryEvent event) {}
