package com.penguinmails.mta.connect;

import com.penguinmails.mta.outcome.Failure;
import java.net.InetAddress;
import java.util.List;

/** What a host name stands for. */
public sealed interface HostAddresses {

    /** @param addresses at least one, in the order in which they are to be tried */
    record Found(List<InetAddress> addresses) implements HostAddresses {
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /** There is none to be tried. */
    record None(Failure failure) implements HostAddresses {}
}
