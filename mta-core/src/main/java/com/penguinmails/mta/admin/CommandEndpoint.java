package com.penguinmails.mta.admin;

import com.penguinmails.mta.admin.InvalidRequestException.Problem;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandDesk;
import com.penguinmails.mta.schedule.CommandPreview;
import com.penguinmails.mta.schedule.CommandRefusedException;
import com.penguinmails.mta.schedule.CommandReport;
import com.penguinmails.mta.schedule.OperatorCommand;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /v1/commands}: what operators order, for whoever has the operator's token. {@code POST} gives a command, or with
 * {@code ?dry_run=true} says what it would touch; {@code GET} lists them or shows one; {@code DELETE} ends one. Thread-safe.
 */
final class CommandEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(CommandEndpoint.class);
    private static final int ANSWER_SECONDS = 30;
    private static final int MAX_BODY = 64 << 10;
    private static final Duration BODY_TIME = Duration.ofSeconds(10);
    private static final int MAX_KEY = 255;
    private static final String PATH = "/v1/commands";

    private final CommandDesk desk;
    private final BiPredicate<ServerRequest, ServerResponse> operators;
    private final IdGenerator ids;
    private final Clock clock;
    private final AdminRequest bodies;
    private final CommandRequest requests;

    /** What a request does once its sender is known. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException, ExecutionException, TimeoutException;
    }

    /**
     * What it needs of the port.
     *
     * @param operators whether a request comes from an operator; if not it has answered already
     * @param names what a selector may name
     */
    record Parts(BiPredicate<ServerRequest, ServerResponse> operators, AdminRequest bodies,
            Supplier<CommandRequest.Names> names, IdGenerator ids, Clock clock) {}

    CommandEndpoint(CommandDesk desk, Parts parts) {
        this.desk = desk;
        this.operators = parts.operators();
        this.bodies = parts.bodies();
        this.requests = new CommandRequest(parts.names());
        this.ids = parts.ids();
        this.clock = parts.clock();
    }

    List<AdminRoute> routes() {
        return List.of(new AdminRoute(Method.POST, PATH, this::post), new AdminRoute(Method.GET, PATH, this::list),
                new AdminRoute(Method.GET, PATH + "/{id}", this::show),
                new AdminRoute(Method.DELETE, PATH + "/{id}", this::end));
    }

    private void post(ServerRequest request, ServerResponse response) throws InterruptedException {
        operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of("dry_run"));
            boolean dryRun = AdminRequest.flag(request, "dry_run");
            OperatorCommand command = requests.command(body(request), ids.nextCommandId(), key(request),
                    clock.millis());
            if (dryRun) {
                AdminServer.send(response, Status.OK_200, preview(command, answer(desk.preview(command))));
                return;
            }
            CommandDesk.Issued issued = answer(desk.issue(command));
            if (issued.repeated()) {
                response.header("Idempotency-Replayed", "true");
            }
            AdminServer.send(response, Status.CREATED_201, report(issued.report()));
        });
    }

    private void list(ServerRequest request, ServerResponse response) throws InterruptedException {
        operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of("limit"));
            List<CommandReport> reports = answer(desk.commands(AdminRequest.limit(request)));
            AdminServer.send(response, Status.OK_200,
                    Map.of("data", reports.stream().map(CommandEndpoint::report).toList()));
        });
    }

    private void show(ServerRequest request, ServerResponse response) throws InterruptedException {
        operate(request, response, () -> shown(response, answer(desk.command(id(request)))));
    }

    private void end(ServerRequest request, ServerResponse response) throws InterruptedException {
        operate(request, response,
                () -> shown(response, answer(desk.end(id(request), requests.author(body(request))))));
    }

    private static void shown(ServerResponse response, Optional<CommandReport> report) {
        if (report.isPresent()) {
            AdminServer.send(response, Status.OK_200, report(report.get()));
        } else {
            AdminServer.problem(response, Status.NOT_FOUND_404, "no_such_command",
                    "no command of that id is known; the last thousand that are over are kept");
        }
    }

    private void operate(ServerRequest request, ServerResponse response, Work work) throws InterruptedException {
        if (!operators.test(request, response)) {
            return;
        }
        try {
            work.run();
        } catch (CommandRefusedException e) {
            throw refused(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandRefusedException refusal) {
                throw refused(refusal);
            }
            silent(response, e);
        } catch (TimeoutException e) {
            silent(response, e);
        }
    }

    private static InvalidRequestException refused(CommandRefusedException refusal) {
        return CommandRequest
                .invalid(List.of(new Problem("/" + refusal.field(), String.valueOf(refusal.getMessage()))));
    }

    private static void silent(ServerResponse response, Exception e) {
        LOG.atError().setCause(e).log("the queue could not take a command");
        response.header("Retry-After", "5");
        AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "queue_silent",
                "the queue did not answer; look at GET /v1/commands for what was taken, then try again");
    }

    private static <T> T answer(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private byte[] body(ServerRequest request) {
        return bodies.json(request, MAX_BODY, BODY_TIME);
    }

    private static String key(ServerRequest request) {
        String key = request.headers().first(HeaderNames.create("Idempotency-Key")).orElse("");
        if (key.length() > MAX_KEY || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "idempotency_key_invalid",
                    "Idempotency-Key has 1 to " + MAX_KEY + " printable ASCII characters");
        }
        return key;
    }

    private static CommandId id(ServerRequest request) {
        try {
            return CommandId.parse(request.path().pathParameters().get("id"));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Status.NOT_FOUND_404, "no_such_command", "an id is cmd_ and 26 characters");
        }
    }

    private static Map<String, Object> preview(OperatorCommand command, CommandPreview preview) {
        var view = new LinkedHashMap<String, Object>();
        view.put("dry_run", true);
        view.put("command", command.words());
        view.put("recipients", preview.recipients());
        view.put("undecided", preview.undecided());
        view.put("by_tenant", preview.byTenant());
        view.put("by_provider", preview.byProvider());
        view.put("sample", preview.sample());
        return view;
    }

    private static Map<String, Object> report(CommandReport report) {
        OperatorCommand command = report.command();
        var view = new LinkedHashMap<String, Object>();
        view.put("id", command.id().toString());
        view.put("command", command.kind().word());
        view.put("selector", command.selector().parts());
        view.put("words", command.words());
        view.put("state", report.state().name().toLowerCase(Locale.ROOT));
        view.put("issued_at", Instant.ofEpochMilli(command.issuedMillis()).toString());
        long until = command.terms().untilMillis();
        put(view, "until", until == StandingOrder.UNTIL_TAKEN_BACK ? null : Instant.ofEpochMilli(until).toString());
        put(view, "pool", command.terms().pool());
        PriorityClass priority = command.terms().priority();
        put(view, "class", priority == null ? null : priority.name().toLowerCase(Locale.ROOT));
        view.put("operator", command.author().operator());
        view.put("reason", command.author().reason());
        view.put("recipients", report.matched());
        view.put("touched", report.touched());
        put(view, "ended_at",
                report.endedMillis() == 0 ? null : Instant.ofEpochMilli(report.endedMillis()).toString());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable String value) {
        if (value != null) {
            view.put(name, value);
        }
    }
}
