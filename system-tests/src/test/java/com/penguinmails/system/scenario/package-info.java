/** What the product survives: each test is a scenario, and checks by conservation that nothing was lost. */
@NullMarked
@CheckReturnValue
package com.penguinmails.system.scenario;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
