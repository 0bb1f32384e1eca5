package com.penguinmails.mta.spool;

/** Waiting for a thread of our own to end. */
final class Threads {

    private Threads() {}

    /** Waits until the thread has ended; an interrupt meanwhile is kept for the caller. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
