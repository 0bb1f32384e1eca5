package com.penguinmails.mta.connect;

/**
 * A host to try.
 *
 * @param name a host name, or an address as text
 * @param port 25 unless a route says otherwise
 * @param preference as in the MX record; hosts come in the order in which they are to be tried
 */
public record RemoteHost(String name, int port, int preference) {}
