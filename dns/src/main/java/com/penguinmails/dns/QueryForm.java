package com.penguinmails.dns;

/**
 * How a query is put: over UDP or TCP, with or without EDNS.
 *
 * @param tcp  over TCP
 * @param edns with an OPT record, which servers from before RFC 6891 refuse
 */
record QueryForm(boolean tcp, boolean edns) {
    static final QueryForm FIRST = new QueryForm(false, true);

    QueryForm overTcp() {
        return new QueryForm(true, edns);
    }

    QueryForm withoutEdns() {
        return new QueryForm(tcp, false);
    }
}
