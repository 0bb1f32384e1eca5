package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A {@link NodeMain} from the outside. For one thread. */
final class NodeProcess implements MeasuredServer {
    private final ChildJvm jvm;
    private final InetSocketAddress smtp;
    private final URI http;

    private NodeProcess(ChildJvm jvm, InetSocketAddress smtp, URI http) {
        this.jvm = jvm;
        this.smtp = smtp;
        this.http = http;
    }

    /**
     * Starts it and waits until it is up.
     *
     * @param arguments those of {@link NodeMain}
     * @param log the file for what it logs
     */
    static NodeProcess start(List<String> flags, List<String> arguments, Path log) throws IOException {
        var jvm = new ChildJvm(NodeMain.class, flags, arguments, log);
        try {
            String[] words = jvm.expect("up ").split(" ", -1);
            return new NodeProcess(jvm, Endpoint.parse(words[1]).toSocketAddress(), URI.create("http://" + words[2]));
        } catch (IOException e) {
            jvm.close();
            throw new IOException(e.getMessage() + "; its log: " + log, e);
        }
    }

    @Override
    public InetSocketAddress smtp() {
        return smtp;
    }

    /** The address of its local API, without a path. */
    URI http() {
        return http;
    }

    @Override
    public NodeUsage usage() throws IOException {
        return NodeUsage.parse(jvm.ask("usage"));
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }
}
