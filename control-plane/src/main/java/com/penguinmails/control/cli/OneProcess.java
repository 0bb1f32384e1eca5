package com.penguinmails.control.cli;

import com.penguinmails.control.ControlPlane;
import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.control.seal.SecretFile;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.ControlLinkConfig;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A control plane and a node in one process. Each works as it would alone, and the node belongs to the control plane unless its file
 * names another; it registers by itself at the first start. The node stops first.
 */
record OneProcess(ControlPlane.Started control, PenguinNode node) implements AutoCloseable {

    /**
     * @throws ConfigException with what is wrong in the directory's files
     * @throws IOException naming what cannot be had; nothing runs then
     */
    static OneProcess start(UpDirectory directory) throws ConfigException, IOException {
        ControlConfig config = ConfigReader.read(directory.control(), ControlConfig.class);
        var alone = new NodeFiles(directory.node(), directory.shaping());
        NodeSettings settings = alone.read();
        ControlPlane.Started control = ControlPlane.start(config,
                new ControlPlane.Surroundings(new SystemClock(), Randomness.secure()));
        PenguinNode node = null;
        try {
            if (settings.config().control().url() == null) {
                NodeFiles files = alone.within(link(control, settings.config().dataDirectory()));
                node = PenguinNode.start(files.read(), files);
            } else {
                node = PenguinNode.start(settings, alone);
            }
            return new OneProcess(control, node);
        } finally {
            // Also where a class cannot be loaded any more, as the process is told to stop meanwhile.
            if (node == null) {
                control.close();
            }
        }
    }

    /** Where this process's control plane listens, and a token for a node that has not registered yet. */
    private static ControlLinkConfig link(ControlPlane.Started control, Path nodeData) throws IOException {
        ControlLinkConfig usual = ControlLinkConfig.defaults();
        Path token = nodeData.resolve("registration-token");
        if (!PenguinNode.isRegistered(nodeData)) {
            Files.createDirectories(nodeData);
            Files.deleteIfExists(token);
            SecretFile.make(token, control.plane().invite("node") + "\n");
        } else {
            Files.deleteIfExists(token);
        }
        return new ControlLinkConfig(url(control.endpoints().api()), token, true, usual.heartbeat());
    }

    private static String url(List<Endpoint> api) throws IOException {
        if (api.isEmpty()) {
            throw new IOException("http.listen of control.toml is empty: the node finds its control plane by TCP");
        }
        Endpoint first = api.getFirst();
        boolean everywhere = first.host().equals("0.0.0.0") || first.host().equals("::");
        return "http://" + (everywhere ? new Endpoint("127.0.0.1", first.port()) : first);
    }

    @Override
    public void close() {
        try (control) {
            node.close();
        }
    }
}
