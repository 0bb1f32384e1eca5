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
 * on the wire, where one reply too many is seen by itself, and a later reply in the words of another command is not believed.
 *
 * <p>Compared are the enhanced status code and the text without what changes from message to message. For one thread.
 */
final class ReplyShapes {
    /** Words with a digit or of an address: numbers, identifiers, names. */
    private static final Pattern CHANGING = Pattern.compile("\\S*[0-9@<>]\\S*");

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

    private static String shape(Reply reply) {
        List<String> lines = reply.lines();
        String text = lines.isEmpty() ? "" : lines.getFirst();
        return reply.enhanced() + " " + CHANGING.matcher(text).replaceAll("#");
    }
}
