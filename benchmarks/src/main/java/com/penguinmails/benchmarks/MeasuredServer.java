package com.penguinmails.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A mail server under load that tells what it has used. For one thread. */
interface MeasuredServer extends AutoCloseable {

    /** Where it takes mail by SMTP. */
    InetSocketAddress smtp();

    /** What it has used since its start, and how far its mail is. */
    NodeUsage usage() throws IOException;

    @Override
    void close() throws IOException;
}
