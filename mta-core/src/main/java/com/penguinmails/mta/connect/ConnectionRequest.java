package com.penguinmails.mta.connect;

import java.util.List;

/**
 * Asks for a connection on a path.
 *
 * @param id the asker's own number of it
 * @param source where it leaves from
 * @param site the receiving site's name, for logs and events
 * @param hosts to be tried in order, every address of each, until one greets
 * @param maxMessages after so many transactions the connection ends with QUIT
 */
public record ConnectionRequest(long id, LocalEndpoint source, String site, List<RemoteHost> hosts, int maxMessages) {

    public ConnectionRequest {
        hosts = List.copyOf(hosts);
    }
}
