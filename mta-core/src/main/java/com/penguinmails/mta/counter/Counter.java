package com.penguinmails.mta.counter;

/** Every counter of a node. Each only grows, from 0 at the start of the process. */
public enum Counter {
    SMTP_CONNECTIONS("smtp_connections_total", "connections",
            "Connections that the SMTP listener took."),
    SMTP_CONNECTIONS_REFUSED("smtp_connections_refused_total",
            "connections",
            "Connections that were answered 421 because there were too many, in all or from one address."),
    SMTP_TLS_SESSIONS(
            "smtp_tls_sessions_total", "sessions",
            "SMTP sessions that were secured by STARTTLS."),
    SMTP_AUTHENTICATIONS(
            "smtp_authentications_total", "attempts",
            "Successful AUTH commands."),
    SMTP_AUTHENTICATION_FAILURES(
            "smtp_authentication_failures_total", "attempts",
            "AUTH commands whose credentials were refused."),
    SMTP_COMMANDS_REJECTED(
            "smtp_commands_rejected_total", "commands",
            "SMTP commands that were answered with 5xx."),
    SMTP_TIMEOUTS(
            "smtp_timeouts_total", "sessions",
            "SMTP sessions that were closed because the client was too slow."),
    SMTP_OCTETS_RECEIVED(
            "smtp_octets_received_total", "octets",
            "Octets read by the SMTP listener, after decryption."),
    MESSAGES_ACCEPTED(
            "messages_accepted_total", "messages",
            "Messages on disk, from either listener."),
    MESSAGES_REPEATED(
            "messages_repeated_total",
            "messages",
            "Submissions answered with an earlier message's id because of their idempotency key."),
    MESSAGES_REFUSED(
            "messages_refused_total",
            "messages",
            "Submissions that were refused for good."),
    MESSAGES_REFUSED_FOR_NOW(
            "messages_refused_for_now_total",
            "messages",
            "Submissions that were refused for now: no room, disk low or too much queued."),
    RECIPIENTS_ACCEPTED(
            "recipients_accepted_total",
            "recipients",
            "Recipients of accepted messages."),
    MAILS_RENDERED(
            "mails_rendered_total",
            "mails",
            "Mails of jobs made from their template at an attempt."),
    MAILS_UNRENDERABLE(
            "mails_unrenderable_total",
            "mails",
            "Mails that could not be rendered or signed for good."),
    DKIM_SIGNATURES(
            "dkim_signatures_total",
            "signatures",
            "DKIM signatures made; one more for each further key of a domain."),
    DKIM_SIGNATURES_REUSED(
            "dkim_signatures_reused_total",
            "signatures",
            "DKIM signatures taken again for other recipients of the same message."),
    OUTBOUND_SESSIONS("outbound_sessions_total", "sessions",
            "SMTP sessions with receivers that were opened, EHLO answered and TLS agreed where wanted."),
    OUTBOUND_TLS_SESSIONS("outbound_tls_sessions_total", "sessions",
            "SMTP sessions with receivers that were secured by STARTTLS."),
    OUTBOUND_SESSIONS_FAILED("outbound_sessions_failed_total", "attempts",
            "Attempts to open a session that ended because no host of the site could be spoken to."),
    OUTBOUND_TRANSACTIONS("outbound_transactions_total", "transactions",
            "Mail transactions with receivers that are over, whatever became of them."),
    HTTP_REQUESTS("http_requests_total", "requests", "Requests that the local API took."),
    HTTP_CLIENT_ERRORS("http_client_errors_total", "requests", "Requests that were answered with 4xx."),
    HTTP_SERVER_ERRORS("http_server_errors_total", "requests", "Requests that were answered with 5xx.");

    private final String metricName;
    private final String unit;
    private final String sentence;

    Counter(String metricName, String unit, String sentence) {
        this.metricName = metricName;
        this.unit = unit;
        this.sentence = sentence;
    }

    /** Its name in the metrics, without the common prefix: lower case words and underscores. */
    public String metricName() {
        return metricName;
    }

    /** What is counted, in the plural. */
    public String unit() {
        return unit;
    }

    /** What it says, in one sentence. */
    public String sentence() {
        return sentence;
    }
}
