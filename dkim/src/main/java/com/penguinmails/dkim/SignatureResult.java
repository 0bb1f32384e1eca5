package com.penguinmails.dkim;

import org.jspecify.annotations.Nullable;

/**
 * The verdict on one signature of a message.
 *
 * @param signature what the field states; null if it could not be read or was not looked at
 * @param verdict what came of it
 */
public record SignatureResult(@Nullable DkimSignature signature, Verdict verdict) {}
