package com.penguinmails.control.database;

/** For whom a transaction is: it sees what that one may see, whatever its statements ask for. */
public sealed interface Access {

    /** Everything of every tenant. */
    record Operator() implements Access {}

    /** What belongs to one tenant. */
    record Tenant(String id) implements Access {}

    Access OPERATOR = new Operator();
}
