package com.penguinmails.system.simulation;

import com.penguinmails.mta.spool.DiskFaults;
import java.io.IOException;

/** The troubles of the spool's disk: writes that fail, no room, and the power that fails in the middle of a write. For one thread. */
final class Disk implements DiskFaults {
    private final World world;
    private final Laws laws;
    private int failing;
    private boolean full;
    private int writesToPowerCut = -1;
    private Runnable powerCut = () -> {};

    Disk(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    /** Better or worse from now on. */
    void change() {
        failing = world.chance(300) ? 200 : 0;
        full = world.chance(100);
        world.say("disk", failing, full);
    }

    /** The power fails within the next writes; then the action is run, and the write fails. */
    void cutPowerSoon(Runnable action) {
        writesToPowerCut = world.random().nextInt(8);
        powerCut = action;
    }

    boolean isToLosePower() {
        return writesToPowerCut >= 0;
    }

    void powerIsBack() {
        writesToPowerCut = -1;
    }

    @Override
    public void append() throws IOException {
        suffer();
    }

    @Override
    public void force() throws IOException {
        suffer();
    }

    private void suffer() throws IOException {
        if (writesToPowerCut >= 0 && writesToPowerCut-- == 0) {
            powerCut.run();
            throw new IOException("the power failed");
        }
        if (world.fault(failing)) {
            laws.diskFailed();
            throw new IOException("the disk failed");
        }
    }

    @Override
    public long freeBytes() {
        return full && !world.isHealed() ? 0 : 1L << 40;
    }
}
