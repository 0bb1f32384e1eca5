/**
 * The sending daemon. A message meets the packages in this order:
 *
 * <p>{@code accept → compose → spool → schedule → shape → resolve → connect → deliver → outcome → event}
 *
 * <p>A later package never imports an earlier one; what flows back goes through a small interface that the later package
 * declares. {@code message}, {@code time}, {@code counter}, {@code config} and {@code text} are vocabulary and may be used by all.
 * {@code simulate} runs a campaign ahead of time on the queue's own code, {@code admin} looks at all of them,
 * {@code control} talks to a control plane, {@code node} puts them together and {@code cli} is the command line.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
