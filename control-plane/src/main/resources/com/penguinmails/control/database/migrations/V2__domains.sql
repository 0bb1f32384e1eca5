-- A domain of a workspace. Names are in lower-case A-labels. Anybody may want a name; one owner at a time has it.
CREATE TABLE domains (
    id text PRIMARY KEY,
    tenant_id text NOT NULL REFERENCES tenants,
    workspace_id text NOT NULL,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'verified', 'failing', 'suspended')),
    state_since timestamptz NOT NULL,
    state_reason text,
    grace_until timestamptz,
    verified_at timestamptz,
    -- When servers last told enough to judge, and when they are asked next; null: not by itself any more.
    answered_at timestamptz,
    checked_at timestamptz,
    next_check_at timestamptz,
    -- What each record was found to be, as JSON.
    findings text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT domains_workspace FOREIGN KEY (workspace_id, tenant_id) REFERENCES workspaces (id, tenant_id),
    CONSTRAINT domains_name UNIQUE (tenant_id, name)
);
CREATE UNIQUE INDEX domains_owned_name ON domains (name) WHERE state <> 'pending';
CREATE INDEX ON domains (workspace_id, tenant_id);
CREATE INDEX ON domains (next_check_at) WHERE next_check_at IS NOT NULL;

-- private_key is sealed (AES-256-GCM, bound to the domain's id) and erased when the key is retired.
CREATE TABLE domain_keys (
    domain_id text NOT NULL REFERENCES domains ON DELETE CASCADE,
    tenant_id text NOT NULL,
    selector text NOT NULL,
    algorithm text NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
    record text NOT NULL,
    private_key bytea,
    state text NOT NULL CHECK (state IN ('waiting', 'live', 'retiring', 'retired')),
    state_since timestamptz NOT NULL,
    overlap_seconds bigint NOT NULL,
    retires_at timestamptz,
    PRIMARY KEY (domain_id, selector),
    CHECK ((private_key IS NULL) = (state = 'retired'))
);
CREATE INDEX ON domain_keys (tenant_id);

CREATE TABLE domain_transfers (
    id text PRIMARY KEY,
    tenant_id text NOT NULL,
    domain_id text NOT NULL REFERENCES domains ON DELETE CASCADE,
    from_workspace_id text NOT NULL,
    to_workspace_id text NOT NULL,
    reason text,
    actor text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ON domain_transfers (domain_id, id);
CREATE INDEX ON domain_transfers (tenant_id);

-- What happened to domains, for whoever has to be told. It outlives them.
CREATE TABLE domain_events (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    tenant_id text NOT NULL,
    domain_id text NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    data text NOT NULL
);
CREATE INDEX ON domain_events (tenant_id, position);

CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
CREATE TRIGGER domain_events_are_append_only BEFORE UPDATE ON domain_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event();

-- Whether somebody else has a name: the one question about other tenants that a tenant may ask.
CREATE FUNCTION domain_is_owned_by_another(asked_name text, asked_tenant text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = control, pg_temp AS
$$ SELECT EXISTS (SELECT FROM domains WHERE name = asked_name AND tenant_id <> asked_tenant AND state <> 'pending') $$;
REVOKE EXECUTE ON FUNCTION domain_is_owned_by_another(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION domain_is_owned_by_another(text, text) TO penguin_tenant, penguin_operator;

ALTER TABLE domains ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain_transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE domain_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON domains TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY own ON domain_keys TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY own ON domain_transfers TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY own ON domain_events TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY every ON domains TO penguin_operator USING (true);
CREATE POLICY every ON domain_keys TO penguin_operator USING (true);
CREATE POLICY every ON domain_transfers TO penguin_operator USING (true);
CREATE POLICY every ON domain_events TO penguin_operator USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON domains, domain_keys TO penguin_tenant, penguin_operator;
GRANT SELECT, INSERT ON domain_transfers, domain_events TO penguin_tenant, penguin_operator;
