package com.penguinmails.mta.admin;

import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.schedule.QueueAgent;
import java.util.List;

/** What the admin port asks of the node as a whole. Thread-safe. */
public interface NodeControl {

    /** The configuration in force. */
    NodeConfig config();

    /** The limits in force. */
    ShapingConfig shaping();

    /** Where the rules of both stand. */
    RulePlaces places();

    /** What the queue runs by, from both. */
    QueueAgent.Settings queueSettings();

    /**
     * Reads the files again and puts into force what can change while the node runs.
     *
     * @throws ConfigException with every problem; then nothing has changed
     */
    ReloadResult reload() throws ConfigException;

    /** Whether every stage is up and new mail is taken; what is not, in words. */
    List<String> notReady();

    /** How much of the mail of an earlier start is back in the queue, in percent; 100 when all of it is. */
    int restoredPercent();

    /**
     * What a reload did.
     *
     * @param applied the parts that are in force now
     * @param needRestart the parts that have changed in the file and wait for a restart
     */
    record ReloadResult(List<String> applied, List<String> needRestart) {}
}
