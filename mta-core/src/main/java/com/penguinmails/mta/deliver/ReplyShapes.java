package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How one receiver words its consent to each command. Replies have no numbers: a receiver that answers once too often shifts all that
 * follow, and the consent to a recipient would be read as that to a message. So the words are learned from a transaction that is alone
 * on the wire, where one reply too many is seen by itself. Of one that is not alone, the consent to its content must be worded as then,
 * and that to its sender or a recipient must not be worded as to another command.
 *
 * <p>Compared are the enhanced status code and the first word, unless that changes from message to message. For one thread.
 */
final class ReplyShapes {
    /** A word with a digit or of an address: a number, an identifier, a name. */
    private static final Pattern CHANGING = Pattern.compile(".*[0-9@<>].*");

    private final Map<Stage, String> learned = new EnumMap<>(Stage.class);

    /** Notes a positive reply to a command of a transaction that is alone. */
    void learn(Stage stage, Reply reply) {
        if (reply.isPositive() && !learned.containsKey(stage)) {
            learned.put(stage, shape(reply));
        }
    }

    /** Whether the consent to a recipient and that to a message are known and can be told apart. */
    boolean tellContentApart() {
        String content = learned.get(Stage.END_OF_DATA);
        String recipient = learned.get(Stage.RCPT);
        return content != null && recipient != null && !content.equals(recipient);
    }

    /** Whether a positive reply has the words for another command and not those for this one. */
    boolean isForAnother(Stage stage, Reply reply) {
        if (!reply.isPositive() || learned.isEmpty()) {
            return false;
        }
        String shape = shape(reply);
        return !shape.equals(learned.get(stage)) && learned.containsValue(shape);
    }

    /** Whether a reply is negative or has the words for this command. */
    boolean isFor(Stage stage, Reply reply) {
        return !reply.isPositive() || shape(reply).equals(learned.get(stage));
    }

    private static String shape(Reply reply) {
        List<String> lines = reply.lines();
        String text = lines.isEmpty() ? "" : lines.getFirst();
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        return reply.enhanced() + " " + (CHANGING.matcher(word).matches() ? "#" : word);
    }
}
