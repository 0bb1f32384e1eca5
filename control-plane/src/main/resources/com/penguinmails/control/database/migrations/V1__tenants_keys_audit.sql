-- Two roles stand between the application and the tables; neither owns anything, so row-level security holds for both.
-- Roles belong to the whole server: a second control plane on it finds them there.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['penguin_tenant', 'penguin_operator'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXECUTE format('GRANT %I TO %I', wanted, current_user);
        ELSIF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', wanted, current_user);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA control TO %I', wanted);
    END LOOP;
END
$$;

-- Whom a transaction is for; null where nobody has said so, and then a tenant sees nothing.
CREATE FUNCTION current_tenant() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('penguin.tenant', true), '') $$;

CREATE TABLE tenants (
    id text PRIMARY KEY,
    external_id text,
    name text NOT NULL,
    quota_per_hour bigint,
    quota_per_day bigint,
    weight integer NOT NULL,
    priority_class text NOT NULL,
    bounce_percent numeric(5, 2),
    complaint_percent numeric(5, 2),
    content_days integer NOT NULL,
    event_days integer NOT NULL,
    suspended_at timestamptz,
    suspended_until timestamptz,
    suspension_reason text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT tenants_external_id UNIQUE (external_id)
);

CREATE TABLE workspaces (
    id text PRIMARY KEY,
    tenant_id text NOT NULL REFERENCES tenants,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT workspaces_name UNIQUE (tenant_id, name),
    CONSTRAINT workspaces_of_tenant UNIQUE (id, tenant_id)
);

-- The key itself is nowhere: hash is SHA-256 over the whole of it. A key without a tenant is an operator's.
CREATE TABLE api_keys (
    id text PRIMARY KEY,
    tenant_id text REFERENCES tenants,
    workspace_id text,
    name text NOT NULL,
    public_id text NOT NULL UNIQUE,
    hash bytea NOT NULL,
    test boolean NOT NULL,
    scopes text[] NOT NULL,
    allowed_cidrs text[] NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    replaced_by text REFERENCES api_keys,
    created_at timestamptz NOT NULL,
    CONSTRAINT api_keys_workspace FOREIGN KEY (workspace_id, tenant_id) REFERENCES workspaces (id, tenant_id),
    CHECK (octet_length(hash) = 32)
);
CREATE INDEX ON api_keys (tenant_id, id);

-- One chain for each tenant and one for the operators. An entry holds the hash of the one before it.
CREATE TABLE audit_log (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chain text NOT NULL,
    number bigint NOT NULL,
    id text NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    address text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    changes text NOT NULL,
    request_id text NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (chain, number)
);
CREATE INDEX ON audit_log (chain, position);

-- How long each chain is and how it ends, so that entries cut off at its end are missed.
CREATE TABLE audit_chains (
    chain text PRIMARY KEY,
    length bigint NOT NULL,
    head bytea NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;

CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_shorter_chain() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.chain <> OLD.chain OR NEW.length <> OLD.length + 1 THEN
        RAISE EXCEPTION 'an audit chain only grows, by one entry at a time';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_chains_grow BEFORE UPDATE OR DELETE ON audit_chains
    FOR EACH ROW EXECUTE FUNCTION refuse_shorter_chain();

-- A request under an Idempotency-Key: claimed before its work begins, answered in the transaction of its work.
CREATE TABLE idempotency_keys (
    key_hash bytea PRIMARY KEY,
    tenant_id text,
    fingerprint bytea NOT NULL,
    claim text NOT NULL,
    claimed_until timestamptz NOT NULL,
    status integer,
    answer text,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ON idempotency_keys (expires_at);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_chains ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON tenants TO penguin_tenant USING (id = current_tenant());
CREATE POLICY own ON workspaces TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY own ON api_keys TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY own ON audit_log TO penguin_tenant USING (chain = current_tenant());
CREATE POLICY own ON audit_chains TO penguin_tenant USING (chain = current_tenant());
CREATE POLICY own ON idempotency_keys TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY every ON tenants TO penguin_operator USING (true);
CREATE POLICY every ON workspaces TO penguin_operator USING (true);
CREATE POLICY every ON api_keys TO penguin_operator USING (true);
CREATE POLICY every ON audit_log TO penguin_operator USING (true);
CREATE POLICY every ON audit_chains TO penguin_operator USING (true);
CREATE POLICY every ON idempotency_keys TO penguin_operator USING (true);

GRANT SELECT ON tenants TO penguin_tenant;
GRANT SELECT, INSERT, UPDATE ON tenants TO penguin_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON workspaces TO penguin_tenant, penguin_operator;
GRANT SELECT, INSERT, UPDATE ON api_keys TO penguin_tenant, penguin_operator;
GRANT SELECT, INSERT ON audit_log TO penguin_tenant, penguin_operator;
GRANT SELECT, INSERT, UPDATE ON audit_chains TO penguin_tenant, penguin_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO penguin_tenant, penguin_operator;
