package com.penguinmails.mta.admin;

import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandDesk;
import com.penguinmails.mta.schedule.CommandPreview;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/commands}: what operators order, for whoever has the operator's token. {@code POST} gives a command, or with
 * {@code ?dry_run=true} says what it would touch; {@code GET} lists them or shows one; {@code DELETE} ends one. Thread-safe.
 */
final class CommandEndpoint {
    private static final int MAX_KEY = 255;
    private static final String PATH = "/v1/commands";

    private final CommandDesk desk;
    private final OperatorWork operators;
    private final IdGenerator ids;
    private final Clock clock;
    private final CommandRequest requests;

    /**
     * What it needs of the port.
     *
     * @param names what a selector may name
     */
    record Parts(OperatorWork operators, Supplier<CommandRequest.Names> names, IdGenerator ids, Clock clock) {}

    CommandEndpoint(CommandDesk desk, Parts parts) {
        this.desk = desk;
        this.operators = parts.operators();
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
        operators.operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of("dry_run"));
            boolean dryRun = AdminRequest.flag(request, "dry_run");
            OperatorCommand command = requests.command(operators.fields(request), ids.nextCommandId(), key(request),
                    clock.millis());
            if (dryRun) {
                AdminServer.send(response, Status.OK_200, preview(command, OperatorWork.answer(desk.preview(command))));
                return;
            }
            CommandDesk.Issued issued = OperatorWork.answer(desk.issue(command));
            if (issued.repeated()) {
                response.header("Idempotency-Replayed", "true");
            }
            AdminServer.send(response, Status.CREATED_201, report(issued.report()));
        });
    }

    private void list(ServerRequest request, ServerResponse response) throws InterruptedException {
        operators.operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of("limit"));
            List<CommandReport> reports = OperatorWork.answer(desk.commands(AdminRequest.limit(request)));
            AdminServer.send(response, Status.OK_200,
                    Map.of("data", reports.stream().map(CommandEndpoint::report).toList()));
        });
    }

    private void show(ServerRequest request, ServerResponse response) throws InterruptedException {
        operators.operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of());
            shown(response, OperatorWork.answer(desk.command(id(request))));
        });
    }

    private void end(ServerRequest request, ServerResponse response) throws InterruptedException {
        operators.operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of());
            OperatorCommand.Author author = CommandRequest.author(operators.fields(request));
            shown(response, OperatorWork.answer(desk.end(id(request), author)));
        });
    }

    private static void shown(ServerResponse response, Optional<CommandReport> report) {
        if (report.isPresent()) {
            AdminServer.send(response, Status.OK_200, report(report.get()));
        } else {
            AdminServer.problem(response, Status.NOT_FOUND_404, "no_such_command",
                    "no command of that id is known; the last thousand that are over are kept");
        }
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
            throw new InvalidRequestException(Status.NOT_FOUND_404, "no_such_command",
                    "an id is cmd_ and 26 characters");
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
