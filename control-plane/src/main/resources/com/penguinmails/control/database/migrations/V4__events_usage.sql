-- Events of all nodes, once each, by the day on which they happened; a day is dropped as a whole. Positions grow with commits: whoever
-- stores events holds a lock, so that a reader who has seen a position will never find a lower one that is new.
CREATE SEQUENCE event_positions;

CREATE TABLE events (
    day date NOT NULL,
    position bigint NOT NULL,
    node_id text NOT NULL,
    node_event text NOT NULL,
    at timestamptz NOT NULL,
    tenant_id text NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (day, node_id, node_event, at)
) PARTITION BY RANGE (day);
CREATE INDEX ON events (tenant_id, position);
CREATE INDEX ON events (position);

CREATE FUNCTION make_event_day(wanted date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = control, pg_temp AS
$$
BEGIN
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)',
        'events_' || to_char(wanted, 'YYYYMMDD'), wanted, wanted + 1);
END
$$;

-- Drops the days before that one, and says how many.
CREATE FUNCTION drop_event_days(oldest date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = control, pg_temp AS
$$
DECLARE
    gone text;
    dropped integer := 0;
BEGIN
    FOR gone IN SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = 'control.events'::regclass AND relname < 'events_' || to_char(oldest, 'YYYYMMDD') LOOP
        EXECUTE format('DROP TABLE %I', gone);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;
REVOKE EXECUTE ON FUNCTION make_event_day(date), drop_event_days(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_event_day(date), drop_event_days(date) TO penguin_operator;

-- What is counted is never taken back: a late event adds to its day.
CREATE TABLE usage (
    tenant_id text NOT NULL,
    day date NOT NULL,
    accepted bigint NOT NULL DEFAULT 0,
    delivered bigint NOT NULL DEFAULT 0,
    bounced bigint NOT NULL DEFAULT 0,
    expired bigint NOT NULL DEFAULT 0,
    canceled bigint NOT NULL DEFAULT 0,
    deferred bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, day)
);
CREATE INDEX ON usage (day);

CREATE FUNCTION refuse_less_usage() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.tenant_id <> OLD.tenant_id OR NEW.day <> OLD.day OR NEW.accepted < OLD.accepted
            OR NEW.delivered < OLD.delivered OR NEW.bounced < OLD.bounced OR NEW.expired < OLD.expired
            OR NEW.canceled < OLD.canceled OR NEW.deferred < OLD.deferred THEN
        RAISE EXCEPTION 'usage only grows';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER usage_only_grows BEFORE UPDATE OR DELETE ON usage
    FOR EACH ROW EXECUTE FUNCTION refuse_less_usage();

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON events TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY own ON usage TO penguin_tenant USING (tenant_id = current_tenant());
CREATE POLICY every ON events TO penguin_operator USING (true);
CREATE POLICY every ON usage TO penguin_operator USING (true);
GRANT USAGE ON SEQUENCE event_positions TO penguin_operator;
GRANT SELECT ON events TO penguin_tenant;
GRANT SELECT, INSERT ON events TO penguin_operator;
GRANT SELECT ON usage TO penguin_tenant;
GRANT SELECT, INSERT, UPDATE ON usage TO penguin_operator;

-- Whoever could do everything can do everything from now on.
UPDATE api_keys SET scopes = scopes || ARRAY['events:read', 'usage:read']
    WHERE tenant_id IS NULL AND scopes @> ARRAY['tenants:write', 'api-keys:write', 'audit-log:read', 'nodes:write'];
