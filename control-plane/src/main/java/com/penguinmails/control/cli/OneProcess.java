package com.penguinmails.control.cli;

import com.penguinmails.control.ControlPlane;
import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;

/** A control plane and a node in one process. Each works as it would alone; the node stops first. */
record OneProcess(ControlPlane.Started control, PenguinNode node) implements AutoCloseable {

    /**
     * @throws ConfigException with what is wrong in the directory's files
     * @throws IOException naming what cannot be had; nothing runs then
     */
    static OneProcess start(UpDirectory directory) throws ConfigException, IOException {
        ControlConfig config = ConfigReader.read(directory.control(), ControlConfig.class);
        var files = new NodeFiles(directory.node(), directory.shaping());
        var settings = files.read();
        ControlPlane.Started control = ControlPlane.start(config,
                new ControlPlane.Surroundings(new SystemClock(), Randomness.secure()));
        try {
            return new OneProcess(control, PenguinNode.start(settings, files));
        } catch (ConfigException | IOException | RuntimeException e) {
            control.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (control) {
            node.close();
        }
    }
}
