package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.lvm.internal.jna.Lvm2Cmd;
import io.noderesource.house.InSandbox;
import io.noderesource.inventory.Inventory;
import io.noderesource.kinds.CreateVolumeGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What LVM's library is known to do to its process ({@code Lvm2Cmd} has the list) reaches no other thread: not while a
 * command runs, and not after it. The time zone and the signal handlers have a test beside {@code Lvm2Cmd}.
 */
@InSandbox
@Timeout(300)
class Lvm2CmdSideEffectsSandboxTest extends OnLoopDevices {

    private static final int SIGSEGV = 11;
    private static final int SIGTERM = 15;
    private static final int SIGCHLD = 17;

    Lvm2CmdSideEffectsSandboxTest() throws IOException {}

    @Test
    void umaskOfOtherThreadsStays() throws Exception {
        Set<String> seen = fieldsWhileLvmWorks("/proc/thread-self/status", "Umask");
        assertThat(seen).containsExactly("Umask 0022");
        assertThat(ownerThread().orElseThrow().get("Umask"))
                .as("LVM did set it, for its own thread")
                .isNotEqualTo("0022");
        Path file = Files.createFile(Files.createTempDirectory("umask").resolve("file"));
        assertThat(LoopDevices.run("stat", "-c", "%a", file.toString()).out().strip())
                .isEqualTo("644");
    }

    /** While a device is suspended LVM would lock all that the process has, Java's heap too. */
    @Test
    void noMemoryIsLocked() throws Exception {
        Inventory now = inventory(List.of(loops.attach(128)));
        perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
        LoopDevices.run("lvcreate", "-qqy", "-L", "8M", "-n", "on", "nr-test").succeed();
        try {
            Lvm2Cmd library = Lvm2Cmd.load();
            CompletableFuture<Integer> extended = CompletableFuture.supplyAsync(
                    () -> {
                        library.prepareThread();
                        return library.run("lvextend -L 16M nr-test/on");
                    },
                    task -> new Thread(task).start());
            Set<String> seen = new HashSet<>();
            boolean done;
            do {
                done = extended.isDone();
                seen.add(String.valueOf(status(Path.of("/proc/self/status")).get("VmLck")));
            } while (!done);
            assertThat(extended.get()).isEqualTo(1);
            assertThat(witness("lvs", "lv_size")).containsExactly("16.00m");
            assertThat(seen).containsExactly("0 kB");
        } finally {
            LoopDevices.run("vgremove", "-qyf", "nr-test").succeed();
        }
    }

    @Test
    void signalsAreNotBlockedAndAreHandledAsBefore() throws Exception {
        Map<String, String> before = status(Path.of("/proc/self/status"));
        Set<String> masks = new HashSet<>();
        whileLvmWorks(() -> ownerThread().ifPresent(status -> masks.add(String.valueOf(status.get("SigBlk")))));
        assertThat(masks).isNotEmpty().allSatisfy(mask -> {
            assertThat(bit(mask, SIGSEGV)).as("SIGSEGV is blocked").isFalse();
            assertThat(bit(mask, SIGTERM)).as("SIGTERM is blocked").isFalse();
        });
        Map<String, String> after = status(Path.of("/proc/self/status"));
        assertThat(after.get("SigCgt")).isEqualTo(before.get("SigCgt"));
        assertThat(after.get("SigIgn")).isEqualTo(before.get("SigIgn"));
    }

    @Test
    void childrenAreReapedByWhoStartedThem() throws Exception {
        Set<Integer> statuses = new HashSet<>();
        whileLvmWorks(() -> statuses.add(LoopDevices.run("sh", "-c", "exit 7").status()));
        assertThat(statuses).containsExactly(7);
        Map<String, String> status = status(Path.of("/proc/self/status"));
        assertThat(bit(String.valueOf(status.get("SigIgn")), SIGCHLD)).isFalse();
        assertThat(bit(String.valueOf(status.get("SigCgt")), SIGCHLD)).isFalse();
    }

    private Set<String> fieldsWhileLvmWorks(String file, String field) throws Exception {
        Set<String> seen = new HashSet<>();
        whileLvmWorks(() -> seen.add(field + " " + status(Path.of(file)).get(field)));
        return seen;
    }

    /** Looks again and again, at least ten times, while LVM makes a volume group and reads it. */
    private void whileLvmWorks(Runnable look) throws Exception {
        Inventory now = inventory(List.of(loops.attach(64)));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> looks = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            do {
                look.run();
                count++;
            } while (!over.get() || count < 10);
            return count;
        });
        try {
            perform(new CreateVolumeGroup(ADDRESS, makePhysicalVolumes(now), MARK, "declared"), now);
            assertThat(lvm(now).named("nr-test")).hasSize(1);
        } finally {
            over.set(true);
        }
        assertThat(looks.get()).isGreaterThanOrEqualTo(10);
    }

    /** The status of LVM's own thread; empty when it has not begun. */
    private static Optional<Map<String, String>> ownerThread() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> status(task.resolve("status")))
                    .filter(status -> "noderesource-lv".equals(status.get("Name")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a status; none when its thread has ended meanwhile. */
    private static Map<String, String> status(Path file) {
        Map<String, String> status = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(":\\s*", 2);
                status.put(parts[0], parts[1]);
            }
        } catch (IOException e) {
            return Map.of();
        }
        return status;
    }

    private static boolean bit(String mask, int signal) {
        return (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) == 1;
    }
}
