-- What nodes are told has one version, which grows with each change; in the order of commits, since its row is locked until then.
CREATE TABLE configuration (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    version bigint NOT NULL
);
INSERT INTO configuration (version) VALUES (1);

CREATE FUNCTION raise_configuration() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = control, pg_temp AS
$$
BEGIN
    UPDATE configuration SET version = version + 1;
    PERFORM pg_notify('penguin_changes', 'configuration');
    RETURN NULL;
END
$$;

-- A node, from its invitation by a one-time token to its end. Of both secrets only SHA-256 is kept.
CREATE TABLE nodes (
    id text PRIMARY KEY,
    name text NOT NULL,
    token_id text NOT NULL UNIQUE,
    token_hash bytea NOT NULL,
    token_expires_at timestamptz NOT NULL,
    credential_id text UNIQUE,
    credential_hash bytea,
    registered_at timestamptz,
    draining boolean NOT NULL DEFAULT false,
    deregistered_at timestamptz,
    heartbeat_at timestamptz,
    version text,
    started_at timestamptz,
    applied_version bigint,
    configuration_error text,
    queued bigint,
    clock_offset_ms bigint,
    event_cursor text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (octet_length(token_hash) = 32),
    CHECK (octet_length(credential_hash) = 32)
);
CREATE UNIQUE INDEX nodes_name ON nodes (name) WHERE deregistered_at IS NULL;

CREATE TRIGGER configuration_of_tenants AFTER INSERT OR UPDATE OR DELETE ON tenants
    FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration();
CREATE TRIGGER configuration_of_keys AFTER INSERT OR UPDATE OR DELETE ON api_keys
    FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration();
CREATE TRIGGER configuration_of_nodes AFTER UPDATE OF draining ON nodes
    FOR EACH STATEMENT EXECUTE FUNCTION raise_configuration();

ALTER TABLE configuration ENABLE ROW LEVEL SECURITY;
ALTER TABLE nodes ENABLE ROW LEVEL SECURITY;
CREATE POLICY every ON configuration TO penguin_operator USING (true);
CREATE POLICY every ON nodes TO penguin_operator USING (true);
GRANT SELECT, UPDATE ON configuration TO penguin_operator;
GRANT SELECT, INSERT, UPDATE ON nodes TO penguin_operator;

-- Whoever could do everything can do everything from now on.
UPDATE api_keys SET scopes = scopes || ARRAY['nodes:read', 'nodes:write']
    WHERE tenant_id IS NULL AND scopes @> ARRAY['tenants:read', 'tenants:write', 'workspaces:read', 'workspaces:write',
        'api-keys:read', 'api-keys:write', 'audit-log:read', 'messages:send', 'messages:read'];
