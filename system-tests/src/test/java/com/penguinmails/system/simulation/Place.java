package com.penguinmails.system.simulation;

/**
 * Where mail leaves from and goes to.
 *
 * @param provider the group that the site belongs to, or empty
 */
record Place(String source, String site, String provider) {
    @Override
    public String toString() {
        return source + "→" + site;
    }
}
