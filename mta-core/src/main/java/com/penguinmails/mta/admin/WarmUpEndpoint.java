package com.penguinmails.mta.admin;

import com.penguinmails.mta.schedule.OperatorCommand;
import com.penguinmails.mta.schedule.WarmUpDesk;
import com.penguinmails.mta.schedule.WarmUpReport;
import com.penguinmails.mta.shape.WarmUpRates;
import com.penguinmails.mta.time.IdGenerator;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/warmups}: how new sources are brought into use. {@code GET} shows it to whoever reaches the port; with the operator's
 * token {@code POST} sets a step, and {@code POST /v1/warmups/complaints} counts complaints. Thread-safe.
 */
final class WarmUpEndpoint {
    private static final String PATH = "/v1/warmups";
    private static final Set<String> STEP_FIELDS = Set.of("source", "provider", "step", "operator", "reason");
    private static final Set<String> COMPLAINT_FIELDS = Set.of("source", "provider", "domain", "count");

    private final WarmUpDesk desk;
    private final OperatorWork operators;
    private final IdGenerator ids;

    WarmUpEndpoint(WarmUpDesk desk, OperatorWork operators, IdGenerator ids) {
        this.desk = desk;
        this.operators = operators;
        this.ids = ids;
    }

    List<AdminRoute> routes() {
        return List.of(new AdminRoute(Method.GET, PATH, this::list), new AdminRoute(Method.POST, PATH, this::set),
                new AdminRoute(Method.POST, PATH + "/complaints", this::complain));
    }

    private void list(ServerRequest request, ServerResponse response) throws InterruptedException {
        operators.run(response, () -> {
            AdminRequest.requireQueries(request, List.of("source", "provider"));
            String source = AdminRequest.query(request, "source");
            String provider = AdminRequest.query(request, "provider");
            List<WarmUpReport> reports = OperatorWork.answer(desk.warmUps());
            AdminServer.send(response, Status.OK_200, Map.of("data", reports.stream()
                    .filter(report -> isWanted(source, report.source()) && isWanted(provider, report.provider()))
                    .map(WarmUpEndpoint::shown).toList()));
        });
    }

    private static boolean isWanted(@Nullable String wanted, String name) {
        return wanted == null || wanted.equals(name);
    }

    private void set(ServerRequest request, ServerResponse response) throws InterruptedException {
        operators.operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of());
            RequestFields fields = operators.fields(request);
            fields.allowOnly(STEP_FIELDS);
            String source = fields.required("source");
            String provider = fields.required("provider");
            int step = fields.number("step", null);
            Optional<OperatorCommand.Author> author = fields.author();
            if (author.isEmpty() || !fields.areRight()) {
                throw fields.refusal();
            }
            var order = new WarmUpDesk.Order(ids.nextCommandId(), source, provider, step, author.get());
            AdminServer.send(response, Status.OK_200, shown(OperatorWork.answer(desk.set(order))));
        });
    }

    private void complain(ServerRequest request, ServerResponse response) throws InterruptedException {
        operators.operate(request, response, () -> {
            AdminRequest.requireQueries(request, List.of());
            RequestFields fields = operators.fields(request);
            fields.allowOnly(COMPLAINT_FIELDS);
            String source = fields.required("source");
            String provider = fields.text("provider");
            String domain = fields.text("domain");
            int count = fields.number("count", 1);
            if (!fields.areRight()) {
                throw fields.refusal();
            }
            var complaints = new WarmUpDesk.Complaints(source, provider, domain, count);
            AdminServer.send(response, Status.OK_200, shown(OperatorWork.answer(desk.complain(complaints))));
        });
    }

    private static Map<String, Object> shown(WarmUpReport report) {
        WarmUpRates rates = report.rates();
        var view = new LinkedHashMap<String, Object>();
        view.put("source", report.source());
        view.put("provider", report.provider());
        view.put("plan", report.plan());
        view.put("state", report.state().word());
        view.put("step", report.step());
        view.put("steps", report.steps());
        view.put("cap", report.cap() == 0 ? null : report.cap());
        view.put("sent", report.sent());
        view.put("attempts", rates.attempts());
        view.put("deferrals", rates.deferrals());
        view.put("deferral_percent", percent(rates.deferrals(), rates.attempts()));
        view.put("blocks", rates.blocks());
        view.put("block_percent", percent(rates.blocks(), rates.attempts()));
        view.put("complaints", rates.complaints());
        view.put("complaint_percent", percent(rates.complaints(), rates.attempts()));
        view.put("reason", report.reason());
        view.put("since", Instant.ofEpochMilli(report.sinceMillis()).toString());
        view.put("next_change", report.nextMillis() == 0 ? null : Instant.ofEpochMilli(report.nextMillis()).toString());
        return view;
    }

    /** With two digits behind the point. */
    private static double percent(long part, long whole) {
        return Math.round(WarmUpRates.percent(part, whole) * 100) / 100.0;
    }
}
