package com.penguinmails.control.domain;

import com.penguinmails.control.config.DomainsConfig;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;

/** What the operations on domains work with; put together once. */
record DomainTools(DomainsConfig config, Database database, Clock clock, IdGenerator ids, DomainStore store,
        DomainLedger ledger, KeyMaker keys, DomainVerifier verifier) {}
