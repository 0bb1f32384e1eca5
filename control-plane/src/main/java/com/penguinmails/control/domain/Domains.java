package com.penguinmails.control.domain;

import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Origins;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.config.DomainsConfig;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Database;
import com.penguinmails.control.record.RecordReview;
import com.penguinmails.control.record.ServiceNames;
import com.penguinmails.control.seal.MasterKey;
import com.penguinmails.control.seal.Sealer;
import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.http.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The resource {@code domains} with all that it needs at work: started once, closed once, before the database is. */
public final class Domains implements AutoCloseable {
    private final RecordReview review;
    private final DomainRecheck recheck;
    private final List<Route<Operation>> routes;

    private Domains(RecordReview review, DomainRecheck recheck, List<Route<Operation>> routes) {
        this.review = review;
        this.recheck = recheck;
        this.routes = List.copyOf(routes);
    }

    /**
     * Finds the master key, or makes it where nothing is sealed yet, and begins to look at domains.
     *
     * @param dataDirectory where the master key is unless the configuration says otherwise
     * @throws IOException if there is no master key that opens what is sealed
     */
    public static Domains open(DomainsConfig config, Path dataDirectory, Database database, AuditLog audit,
            Origins origins) throws IOException {
        var names = new ServiceNames(DomainName.of(config.spfInclude()), DomainName.of(config.returnPathHost()),
                DomainName.of(config.trackingHost()));
        var store = new DomainStore(names);
        var sealer = new Sealer(masterKey(config, dataDirectory, database, origins.random()), origins.random());
        requireOpens(database, sealer);
        var review = RecordReview.open(addresses(config.resolvers()), addresses(config.authoritativeServers()),
                new RecordReview.Surroundings(origins.clock(), origins.random()));
        var crypto = CryptoProviders.choose();
        var ledger = new DomainLedger(store, audit, origins.clock(), origins.ids());
        var tools = new DomainTools(config, database, origins.clock(), origins.ids(), store, ledger,
                new KeyMaker(new DkimKeys(crypto), sealer, origins.ids()),
                new DomainVerifier(config, names, review, origins.clock(), store, ledger));
        var recheck = DomainRecheck.start(tools);
        List<Route<Operation>> routes = new ArrayList<>(new DomainResource(tools).routes());
        routes.addAll(new DomainImport(tools, recheck::wake).routes());
        routes.addAll(new DomainRotation(tools).routes());
        routes.addAll(new DomainTransfers(tools).routes());
        routes.addAll(new DomainPublication(tools, audit).routes());
        return new Domains(review, recheck, routes);
    }

    private static List<InetSocketAddress> addresses(List<Endpoint> endpoints) throws IOException {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.toSocketAddress().isUnresolved()) {
                throw new IOException("domains: the DNS server " + endpoint + " has no address");
            }
        }
        return endpoints.stream().map(Endpoint::toSocketAddress).toList();
    }

    private static MasterKey masterKey(DomainsConfig config, Path directory, Database database,
            RandomGenerator random) throws IOException {
        String variable = config.masterKeyVariable();
        if (variable != null) {
            return MasterKey.parse(fromEnvironment(variable), "the environment variable " + variable);
        }
        Path named = config.masterKeyFile();
        Path file = named == null ? directory.resolve("master.key") : named;
        if (Files.exists(file)) {
            return MasterKey.read(file);
        }
        boolean anySealed = database.transact(Access.OPERATOR, DomainStore::anySealed);
        if (named != null || anySealed) {
            throw new IOException("there is no master key at " + file
                    + (anySealed ? ", and signing keys are sealed with it: put it back" : ""));
        }
        Files.createDirectories(directory);
        return MasterKey.make(file, random);
    }

    private static String fromEnvironment(String variable) {
        String text = System.getenv(variable);
        return text == null ? "" : text;
    }

    private static void requireOpens(Database database, Sealer sealer) throws IOException {
        Optional<byte[]> other = database.transact(Access.OPERATOR,
                handle -> DomainStore.sealedOtherwise(handle, sealer.head()));
        @Nullable
        String refusal = other.flatMap(sealer::refusal).orElse(null);
        if (refusal != null) {
            throw new IOException("a signing key in the database does not open: " + refusal);
        }
    }

    public List<Route<Operation>> routes() {
        return routes;
    }

    @Override
    public void close() {
        recheck.close();
        review.close();
    }
}
