package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.smtp.EsmtpParameters.Parameter;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Notify;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of MAIL and RCPT into an envelope; whatever is wrong with them becomes a reply. */
final class ArgumentReader {
    private static final int MAX_ENVID = 100;
    private static final int MAX_ORCPT = 500;

    private final long maxMessageSize;
    private final String nodeName;

    ArgumentReader(long maxMessageSize, String nodeName) {
        this.maxMessageSize = maxMessageSize;
        this.nodeName = nodeName;
    }

    /** What an argument was read as. */
    sealed interface Result {

        /** @param size octets announced by SIZE; 0: none announced */
        record Mail(Envelope envelope, long size) implements Result {}

        record Rcpt(Recipient recipient) implements Result {}

        record Rejected(ServerReply reply) implements Result {}
    }

    /** @param extended whether the client said EHLO; without it there are no parameters */
    Result mail(String argument, boolean extended) {
        try {
            PathArgument path = PathArgument.parse(argument, "FROM:");
            var values = new MailValues();
            for (Parameter parameter : EsmtpParameters.parse(path.parameters())) {
                if (!extended || !values.take(parameter)) {
                    return unknownParameter(parameter);
                }
            }
            if (values.size > maxMessageSize) {
                return new Result.Rejected(Replies.TOO_LARGE);
            }
            if (!path.isAscii() && !values.smtpUtf8) {
                return new Result.Rejected(Replies.SMTPUTF8_NEEDED);
            }
            return mail(path, values);
        } catch (IllegalArgumentException e) {
            return rejected("5.5.4", e);
        }
    }

    private static Result mail(PathArgument path, MailValues values) {
        try {
            ReversePath reversePath = ReversePath.parse(path.address());
            return new Result.Mail(new Envelope(reversePath, values.body, values.smtpUtf8, false, values.dsnReturn,
                    values.envelopeId), values.size);
        } catch (IllegalArgumentException e) {
            return rejected("5.1.7", e);
        }
    }

    /** @param smtpUtf8 whether MAIL had that parameter */
    Result rcpt(String argument, boolean extended, boolean smtpUtf8) {
        try {
            PathArgument path = PathArgument.parse(argument, "TO:");
            Set<Notify> notify = Set.of();
            String original = null;
            for (Parameter parameter : EsmtpParameters.parse(path.parameters())) {
                if (extended && parameter.keyword().equals("NOTIFY")) {
                    notify = notifySet(parameter.value());
                } else if (extended && parameter.keyword().equals("ORCPT")) {
                    original = originalRecipient(parameter.value(), smtpUtf8);
                } else {
                    return unknownParameter(parameter);
                }
            }
            if (!path.isAscii() && !smtpUtf8) {
                return new Result.Rejected(Replies.SMTPUTF8_NEEDED);
            }
            return rcpt(path, notify, original);
        } catch (IllegalArgumentException e) {
            return rejected("5.5.4", e);
        }
    }

    private Result rcpt(PathArgument path, Set<Notify> notify, @Nullable String original) {
        try {
            boolean postmaster = path.address().equalsIgnoreCase("postmaster");
            String address = postmaster ? path.address() + "@" + nodeName : path.address();
            return new Result.Rcpt(new Recipient(ForwardPath.parse(address), notify, original));
        } catch (IllegalArgumentException e) {
            return rejected("5.1.3", e);
        }
    }

    private static Set<Notify> notifySet(String value) {
        var set = EnumSet.noneOf(Notify.class);
        for (String word : value.split(",", -1)) {
            set.add(switch (word.toUpperCase(Locale.ROOT)) {
                case "NEVER" -> Notify.NEVER;
                case "SUCCESS" -> Notify.SUCCESS;
                case "FAILURE" -> Notify.FAILURE;
                case "DELAY" -> Notify.DELAY;
                default -> throw new IllegalArgumentException("NOTIFY is NEVER, or a list of SUCCESS, FAILURE, DELAY");
            });
        }
        if (set.contains(Notify.NEVER) && set.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone");
        }
        return set;
    }

    /** An address type, a semicolon and the address in xtext; of the type utf-8 it may hold UTF-8 (RFC 6533 §3). */
    private static String originalRecipient(String value, boolean smtpUtf8) {
        int semicolon = value.indexOf(';');
        String type = value.substring(0, Math.max(semicolon, 0));
        String address = value.substring(semicolon + 1);
        boolean international = smtpUtf8 && type.equalsIgnoreCase("utf-8");
        boolean valid = international
                ? !address.isEmpty() && address.chars().allMatch(c -> c > ' ' && c != '=' && c != 0x7f)
                : Xtext.isValid(address);
        if (!Xtext.isValid(type) || !valid || value.length() > MAX_ORCPT) {
            throw new IllegalArgumentException(
                    "ORCPT is an address type, ; and an address in xtext, at most " + MAX_ORCPT + " characters");
        }
        return value;
    }

    private static Result unknownParameter(Parameter parameter) {
        return new Result.Rejected(new ServerReply(555, "5.5.4", "The parameter " + parameter.keyword()
                + " is not known here"));
    }

    private static Result rejected(String status, IllegalArgumentException problem) {
        return new Result.Rejected(Replies.syntax(status, String.valueOf(problem.getMessage())));
    }

    /** The parameters of MAIL as they are met. */
    private static final class MailValues {
        private long size;
        private boolean smtpUtf8;
        private BodyType body = BodyType.SEVEN_BIT;
        private DsnReturn dsnReturn = DsnReturn.UNSPECIFIED;
        private @Nullable String envelopeId;

        /** False: there is no such parameter. */
        boolean take(Parameter parameter) {
            String value = parameter.value();
            switch (parameter.keyword()) {
                case "SIZE" -> size = size(value);
                case "BODY" -> body = body(value);
                case "SMTPUTF8" -> smtpUtf8 = noValue(value);
                case "RET" -> dsnReturn = dsnReturn(value);
                case "ENVID" -> envelopeId = envelopeId(value);
                case "AUTH" -> {
                    // RFC 4954 §5: who wrote it first; we trust nobody's word on that
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static long size(String value) {
            if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("SIZE is a number of octets");
            }
            return Long.parseLong(value);
        }

        private static BodyType body(String value) {
            return switch (value.toUpperCase(Locale.ROOT)) {
                case "7BIT" -> BodyType.SEVEN_BIT;
                case "8BITMIME" -> BodyType.EIGHT_BIT_MIME;
                default -> throw new IllegalArgumentException("BODY is 7BIT or 8BITMIME");
            };
        }

        private static boolean noValue(String value) {
            if (!value.isEmpty()) {
                throw new IllegalArgumentException("SMTPUTF8 has no value");
            }
            return true;
        }

        private static DsnReturn dsnReturn(String value) {
            return switch (value.toUpperCase(Locale.ROOT)) {
                case "FULL" -> DsnReturn.FULL;
                case "HDRS" -> DsnReturn.HDRS;
                default -> throw new IllegalArgumentException("RET is FULL or HDRS");
            };
        }

        private static String envelopeId(String value) {
            if (value.length() > MAX_ENVID || !Xtext.isValid(value)) {
                throw new IllegalArgumentException("ENVID is xtext of at most " + MAX_ENVID + " characters");
            }
            return value;
        }
    }
}
