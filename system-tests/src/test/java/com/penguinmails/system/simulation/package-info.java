/**
 * A whole node on one thread under a virtual clock, from a seed: its real stages, and around them a world of clients, receivers,
 * name servers and a disk that do what the seed says. What the node does is held to the laws.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.system.simulation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
