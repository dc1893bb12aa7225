package io.noderesource.examples.nrm;

import io.noderesource.NodeResources;
import io.noderesource.spi.Availability;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Tells which backends can work here, and what to install; changes nothing. The status is 0 when at"
                        + " least one can.")
final class DoctorCommand implements Callable<Integer> {

    private final Session session;
    private final Host host;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    DoctorCommand(Session session, Host host) {
        this.session = session;
        this.host = host;
    }

    @Override
    public Integer call() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("node", node.identity().name() + ", labels " + node.identity().labels());
        facts.putAll(host.facts(node.state()));
        Map<String, Availability> backends;
        try (NodeResources resources = node.open(session.nodes())) {
            backends = resources.availability();
        }
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>(facts);
            Map<String, Object> found = new LinkedHashMap<>();
            backends.forEach((id, availability) -> found.put(id, tree(availability)));
            all.put("backends", found);
            session.out().println(JsonLines.pretty(all));
        } else {
            print(facts, backends);
        }
        return backends.values().stream().anyMatch(Availability.Ready.class::isInstance)
                ? ExitStatus.DONE
                : ExitStatus.ERROR;
    }

    private void print(Map<String, String> facts, Map<String, Availability> backends) {
        PrintWriter out = session.out();
        facts.forEach((name, fact) -> out.printf("%-17s %s%n", name, fact));
        out.println();
        if (backends.isEmpty()) {
            out.println("No backend is on the class path: add noderesource-backend-lvm.");
        }
        backends.forEach((id, availability) -> {
            if (availability instanceof Availability.Ready ready) {
                out.printf("%-17s works, with %s%n", "backend " + id, ready.version());
                ready.notes().forEach(n -> out.printf("%-17s note: %s%n", "", n));
            } else if (availability instanceof Availability.Missing missing) {
                out.printf("%-17s cannot work here: %s%n", "backend " + id, missing.what());
                out.printf("%-17s to do: %s%n", "", missing.remedy());
            }
        });
    }

    private static Map<String, Object> tree(Availability availability) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (availability instanceof Availability.Ready ready) {
            tree.put("state", "ready");
            tree.put("version", ready.version());
            tree.put("notes", List.copyOf(ready.notes()));
        } else if (availability instanceof Availability.Missing missing) {
            tree.put("state", "missing");
            tree.put("what", missing.what());
            tree.put("remedy", missing.remedy());
        }
        return tree;
    }
}
