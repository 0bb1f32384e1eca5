package com.penguinmails.control.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Times;
import com.penguinmails.control.record.ServiceNames;
import com.penguinmails.dkim.KeyAlgorithm;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.http.Answer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Domains and their keys in the database. Thread-safe. */
final class DomainStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SELECT = """
            SELECT d.*, (SELECT coalesce(json_agg(json_build_object('selector', k.selector, 'algorithm', k.algorithm,
                'record', k.record, 'state', k.state, 'since', k.state_since, 'overlap', k.overlap_seconds,
                'retires_at', k.retires_at) ORDER BY k.state_since DESC, k.algorithm DESC, k.selector), '[]')
                FROM domain_keys k WHERE k.domain_id = d.id)::text AS keys
            FROM domains d""";

    private final ServiceNames names;

    DomainStore(ServiceNames names) {
        this.names = names;
    }

    ObjectNode show(Domain domain) {
        return DomainJson.show(domain, names);
    }

    Optional<Domain> find(Handle handle, String id) {
        return find(handle, id, "");
    }

    /** As {@link #find}; until the transaction ends, others wait to change it. */
    Optional<Domain> lock(Handle handle, String id) {
        return find(handle, id, " FOR UPDATE OF d");
    }

    private static Optional<Domain> find(Handle handle, String id, String lock) {
        return handle.createQuery(SELECT + " WHERE d.id = :id" + lock).bind("id", id).map((row, _) -> read(row))
                .findOne();
    }

    Answer list(Handle handle, Page page, List<Page.Condition> conditions) {
        return page.read(handle, SELECT, conditions, (row, _) -> read(row),
                domain -> new Page.Row(domain.id(), show(domain)));
    }

    /** The tenant of a workspace; empty where the caller can see no such one. */
    static Optional<String> tenantOf(Handle handle, String workspace) {
        return handle.createQuery("SELECT tenant_id FROM workspaces WHERE id = :id").bind("id", workspace)
                .mapTo(String.class).findOne();
    }

    /** Whether another tenant has the name already. */
    static boolean isOwnedByAnother(Handle handle, Domain domain) {
        return handle.createQuery("SELECT domain_is_owned_by_another(:name, :tenant)")
                .bind("name", domain.name().toString()).bind("tenant", domain.tenantId()).mapTo(Boolean.class).one();
    }

    /** @return false where the tenant has one of this name, if that is to be passed over */
    boolean insert(Handle handle, Domain domain, boolean passOver) {
        return bind(handle.createUpdate("""
                INSERT INTO domains (id, tenant_id, workspace_id, name, state, state_since, state_reason, grace_until,
                    verified_at, answered_at, checked_at, next_check_at, findings, created_at, updated_at)
                VALUES (:id, :tenant, :workspace, :name, :state, :since, :reason, :grace, :verified, :answered,
                    :checked, :next, :findings, :created, :updated)"""
                + (passOver ? " ON CONFLICT ON CONSTRAINT domains_name DO NOTHING" : "")), domain)
                .bind("tenant", domain.tenantId()).bind("name", domain.name().toString())
                .bind("created", domain.createdAt()).execute() == 1;
    }

    void update(Handle handle, Domain domain) {
        bind(handle.createUpdate("""
                UPDATE domains SET workspace_id = :workspace, state = :state, state_since = :since,
                    state_reason = :reason, grace_until = :grace, verified_at = :verified, answered_at = :answered,
                    checked_at = :checked, next_check_at = :next, findings = :findings, updated_at = :updated
                WHERE id = :id"""), domain).execute();
    }

    private static Update bind(Update update, Domain domain) {
        Standing standing = domain.standing();
        return update.bind("id", domain.id()).bind("workspace", domain.workspaceId())
                .bind("state", standing.state().word()).bind("since", standing.since())
                .bind("reason", standing.reason()).bind("grace", standing.graceUntil())
                .bind("verified", standing.verifiedAt()).bind("answered", standing.answeredAt())
                .bind("checked", domain.checks().last()).bind("next", domain.checks().next())
                .bind("findings", domain.findings().toString()).bind("updated", domain.updatedAt());
    }

    void delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM domains WHERE id = :id").bind("id", id).execute();
    }

    void insertKey(Handle handle, Domain domain, KeyMaker.Made made) {
        DomainKey key = made.key();
        handle.createUpdate("""
                INSERT INTO domain_keys (domain_id, tenant_id, selector, algorithm, record, private_key, state,
                    state_since, overlap_seconds, retires_at)
                VALUES (:domain, :tenant, :selector, :algorithm, :record, :private, :state, :since, :overlap, NULL)""")
                .bind("domain", domain.id()).bind("tenant", domain.tenantId()).bind("selector", key.selector())
                .bind("algorithm", key.algorithm().keyTag()).bind("record", key.record())
                .bind("private", Base64.getDecoder().decode(made.sealed())).bind("state", word(key.state()))
                .bind("since", key.since())
                .bind("overlap", key.overlap().toSeconds()).execute();
    }

    /** Also erases the private half of a retired key. */
    void updateKey(Handle handle, String domain, DomainKey key) {
        handle.createUpdate("""
                UPDATE domain_keys SET state = :state, state_since = :since, retires_at = :retires,
                    private_key = CASE WHEN :state = 'retired' THEN NULL ELSE private_key END
                WHERE domain_id = :domain AND selector = :selector""")
                .bind("domain", domain).bind("selector", key.selector()).bind("state", word(key.state()))
                .bind("since", key.since()).bind("retires", key.retiresAt()).execute();
    }

    /** Whether any private key is kept. */
    static boolean anySealed(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM domain_keys WHERE private_key IS NOT NULL)")
                .mapTo(Boolean.class).one();
    }

    /** A sealed key that does not begin so; empty where all do. */
    static Optional<byte[]> sealedOtherwise(Handle handle, byte[] head) {
        return handle.createQuery("""
                SELECT private_key FROM domain_keys WHERE private_key IS NOT NULL
                    AND substring(private_key FROM 1 FOR :length) <> :head LIMIT 1""")
                .bind("length", head.length).bind("head", head).mapTo(byte[].class).findOne();
    }

    /** Takes domains that are due and puts them off, so that nobody else takes them meanwhile. */
    List<String> takeDue(Handle handle, Instant now, Instant putOff, int most) {
        return handle.createQuery("""
                UPDATE domains SET next_check_at = :later WHERE id IN (SELECT id FROM domains
                    WHERE next_check_at <= :now ORDER BY next_check_at LIMIT :most FOR UPDATE SKIP LOCKED)
                RETURNING id""").bind("now", now).bind("later", putOff).bind("most", most).mapTo(String.class)
                .list();
    }

    /** Says when a domain is looked at next. */
    void putOff(Handle handle, String id, Instant until) {
        handle.createUpdate("UPDATE domains SET next_check_at = :until WHERE id = :id").bind("id", id)
                .bind("until", until).execute();
    }

    /** When the next one is due; empty where none is. */
    Optional<Instant> nextDue(Handle handle) {
        return handle.createQuery("SELECT min(next_check_at) AS next FROM domains")
                .map((row, _) -> Optional.ofNullable(Times.orNull(row, "next"))).one();
    }

    private static Domain read(ResultSet row) throws SQLException {
        var standing = new Standing(DomainState.of(row.getString("state")), Times.of(row, "state_since"),
                row.getString("state_reason"), Times.orNull(row, "grace_until"), Times.orNull(row, "verified_at"),
                Times.orNull(row, "answered_at"));
        return new Domain(row.getString("id"), row.getString("tenant_id"), row.getString("workspace_id"),
                DomainName.of(row.getString("name")), standing, keys(tree(row.getString("keys"))),
                tree(row.getString("findings")) instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode(),
                new Domain.Checks(Times.orNull(row, "checked_at"), Times.orNull(row, "next_check_at")),
                Times.of(row, "created_at"), Times.of(row, "updated_at"));
    }

    private static List<DomainKey> keys(JsonNode array) throws SQLException {
        List<DomainKey> keys = new ArrayList<>();
        for (JsonNode key : array) {
            Instant since = time(key.path("since"));
            if (since == null) {
                throw new SQLException("a key has no time");
            }
            keys.add(new DomainKey(key.path("selector").asText(),
                    KeyAlgorithm.ofKeyTag(key.path("algorithm").asText()).orElseThrow(), key.path("record").asText(),
                    DomainKey.State.valueOf(key.path("state").asText().toUpperCase(Locale.ROOT)), since,
                    Duration.ofSeconds(key.path("overlap").asLong()), time(key.path("retires_at"))));
        }
        return keys;
    }

    private static @Nullable Instant time(JsonNode text) {
        return text.isTextual() ? OffsetDateTime.parse(text.asText()).toInstant() : null;
    }

    private static JsonNode tree(String text) throws SQLException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("what is kept of a domain is no JSON", e);
        }
    }

    private static String word(DomainKey.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
