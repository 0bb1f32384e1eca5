package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.node.PenguinNode;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A whole node with its spool on disk that gives all its mail to one address over one connection. */
final class LongHaulNode {
    private LongHaulNode() {}

    static PenguinNode start(Path directory, InetSocketAddress receiver) throws Exception {
        NodeConfig node = ConfigReader.parse(directory.resolve("node.toml"), """
                name = "bench.test"
                data_directory = "data"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = []
                [admin]
                listen = ["127.0.0.1:0"]
                [spool]
                reserve = "64MiB"
                [delivery]
                tls = "off"
                [[routes]]
                domain = "*"
                hosts = ["127.0.0.1:%d"]
                """.formatted(receiver.getPort()), NodeConfig.class);
        ShapingConfig shaping = ConfigReader.parse(directory.resolve("shaping.toml"),
                "[any_path]\nconnections = 1\nmessages_per_connection = 1000000\n", ShapingConfig.class);
        return PenguinNode.start(new NodeSettings(node, shaping), NodeFiles.none());
    }
}
