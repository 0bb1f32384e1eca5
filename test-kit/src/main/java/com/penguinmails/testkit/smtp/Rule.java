package com.penguinmails.testkit.smtp;

/**
 * At a stage, for some addresses, on some occasions: an action.
 *
 * <p>As text: {@code STAGE [to=GLOB] [from=GLOB] [OCCASION] -> ACTION}, for example
 *
 * <pre>
 * rcpt to=*&#64;full.test -> 452 4.2.2 Mailbox full
 * end-of-data fraction=0.05 seed=7 -> 451 4.7.1 Try again later
 * rcpt grey=1 after=2s -> 450 4.2.0 Greylisted
 * mail after-messages=100 -> 421 4.7.0 Enough for one connection
 * connect connections-per-source=10 -> 421 4.7.0 Too many connections
 * mail source=192.0.2.10 -> 550 5.7.1 Your address is on our block list
 * rcpt rate=100/1min -> 450 4.7.28 Too fast
 * end-of-data every=10 -> accept-and-drop
 * </pre>
 *
 * <p>Occasions: {@code fraction=P [seed=N]}, {@code every=N}, {@code first=N}, {@code grey=N [after=TIME]},
 * {@code rate=N/TIME}, {@code connections=N}, {@code connections-per-source=N}, {@code source=ADDRESS},
 * {@code after-messages=N}. Actions: a reply, {@code delay TIME}, {@code slow BYTES-PER-SECOND}, {@code drop}, {@code drop-after BYTES}, {@code
 * accept-and-drop}, {@code stall}, {@code twice}, {@code unsolicited [after=TIME] REPLY}, {@code garbage}, {@code
 * oversized LINES}, {@code tls-drop}, {@code tls-plain}. At stage BDAT there are a reply, {@code drop} and {@code
 * stall}; {@code drop-after} stands only at DATA, {@code tls-drop} and {@code tls-plain} only at STARTTLS.
 *
 * @param to the forward-path at stage RCPT; from stage DATA on, any accepted one. Before RCPT only {@code *} matches
 * @param from the reverse-path, from stage MAIL on
 */
public record Rule(Stage stage, AddressPattern to, AddressPattern from, Occasion occasion, Action action) {

    public Rule {
        if (!to.equals(AddressPattern.ANY) && stage.compareTo(Stage.RCPT) < 0) {
            throw new IllegalArgumentException("to= needs stage rcpt or a later one, not " + stage.scriptName());
        }
        if (!from.equals(AddressPattern.ANY) && stage.compareTo(Stage.MAIL) < 0) {
            throw new IllegalArgumentException("from= needs stage mail or a later one, not " + stage.scriptName());
        }
        if (!stands(action, stage)) {
            throw new IllegalArgumentException("this action cannot stand at stage " + stage.scriptName());
        }
    }

    /** A rule for all addresses, each time. */
    public Rule(Stage stage, Action action) {
        this(stage, AddressPattern.ANY, AddressPattern.ANY, new Occasion.Always(), action);
    }

    /**
     * A rule from its text.
     *
     * @throws IllegalArgumentException naming the word that is wrong
     */
    public static Rule of(String text) {
        return new RuleParser(text).parse();
    }

    private static boolean stands(Action action, Stage stage) {
        return switch (action) {
            case Action.DropAfter _ -> stage == Stage.DATA;
            case Action.TlsDrop _,Action.TlsPlain _ -> stage == Stage.STARTTLS;
            case Action.Answer _,Action.Drop _,Action.Stall _ -> true;
            default -> stage != Stage.BDAT;
        };
    }
}
