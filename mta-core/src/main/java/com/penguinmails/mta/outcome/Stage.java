package com.penguinmails.mta.outcome;

/** Where in the path of a message an outcome was decided, in the order of the path. */
public enum Stage {
    QUEUE,
    RENDER,
    RESOLVE,
    CONNECT,
    GREETING,
    HELO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    END_OF_DATA
}
