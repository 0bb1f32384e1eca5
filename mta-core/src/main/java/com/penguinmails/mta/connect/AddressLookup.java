package com.penguinmails.mta.connect;

import com.penguinmails.dns.AddressFamily;
import java.util.List;
import java.util.function.Consumer;

/** Finds the addresses of a host. Thread-safe; never blocks. */
public interface AddressLookup {

    /**
     * Looks a host up.
     *
     * @param host a host name, or an address as text
     * @param families which addresses are wanted, those of the first family first; at least one
     * @param receiver called once, on any thread, also on the caller's; it must not block
     */
    void find(String host, List<AddressFamily> families, Consumer<HostAddresses> receiver);
}
