package io.noderesource.examples.nrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.Cancellation;
import io.noderesource.testkit.SimulatedNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Runs nrm in this JVM over a simulated node, and keeps what it says. */
final class Terminal {

    private final SimulatedNode node;
    private final Path directory;
    private Transcript out = new Transcript();
    private Transcript err = new Transcript();
    private Cancellation stop = new Cancellation();

    /**
     * A terminal on a node.
     *
     * @param node the node
     * @param directory for its state and the documents
     */
    Terminal(SimulatedNode node, Path directory) {
        this.node = node;
        this.directory = directory;
    }

    /** Writes a document; its path. */
    String file(String name, String... lines) {
        Path file = directory.resolve(name);
        try {
            Files.write(file, List.of(lines), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toString();
    }

    /** A document that declares a volume group on these devices, for every node that has the label {@code edge}. */
    String volumeGroup(String name, String... devices) {
        return file(name + ".yaml", document(name, devices));
    }

    static String[] document(String name, String... devices) {
        return new String[] {
            "volumegroup:",
            "- name: " + name,
            "  key: edge",
            "  operator: Exists",
            "  topology:",
            "    type: device",
            "    devices: [" + String.join(", ", devices) + "]"
        };
    }

    /** Runs a command with the node's name, a label and the state directory. */
    int run(String command, String... options) {
        List<String> all = new ArrayList<>(
                List.of(command, "--node", node.identity().name(), "--label", "edge=yes", "--state", state()));
        all.addAll(List.of(options));
        return exactly(all.toArray(String[]::new));
    }

    /** Runs a command line as it is. */
    int exactly(String... line) {
        out = new Transcript();
        err = new Transcript();
        stop = new Cancellation();
        Session session = new Session(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                (identity, state) -> NodeResources.builder()
                        .identity(identity)
                        .stateDirectory(state)
                        .node(node)
                        .build(),
                node.clock(),
                stop);
        return Nrm.run(session, line);
    }

    String state() {
        return directory.resolve("state").toString();
    }

    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    /** A command that runs on a thread of its own until it is stopped. */
    Running start(String command, String... options) {
        return start(command, () -> run(command, options));
    }

    /** A command line that runs, as it is, on a thread of its own until it is stopped. */
    Running startExactly(String... line) {
        return start(line[0], () -> exactly(line));
    }

    private Running start(String name, IntSupplier command) {
        int[] status = {-1};
        Thread thread = new Thread(() -> status[0] = command.getAsInt(), "nrm " + name);
        Transcript before = out;
        thread.start();
        while (out == before) {
            Thread.onSpinWait();
        }
        return new Running(thread, status);
    }

    /** A command under way. */
    final class Running {
        private final Thread thread;
        private final int[] status;

        private Running(Thread thread, int[] status) {
            this.thread = thread;
            this.status = status;
        }

        /** Waits until it has said a text, and that as often as told. */
        void awaits(String text, int times) {
            out.await(text, times);
        }

        int stop() throws InterruptedException {
            stop.cancel();
            thread.join(Duration.ofSeconds(20).toMillis());
            assertThat(thread.isAlive())
                    .as("nrm still runs; it said:%n%s", out())
                    .isFalse();
            return status[0];
        }
    }
}
