package io.noderesource.backend.lvm.internal.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.noderesource.house.InSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What LVM's library would do to the whole process, as far as a library call tells; the rest has a test beside the backend. */
@InSandbox
@Timeout(120)
class Lvm2CmdProcessSandboxTest {

    /** {@code struct sigaction} in 64-bit glibc: the handler, the mask, of which the kernel has the first 8 bytes, the flags. */
    private static final int SIGACTION_BYTES = 152;

    private static final int SIGACTION_FLAGS = 136;

    private static final int SIGNALS = 64;

    /** {@code SIGRTMAX - 2}: the JDK's two libraries for channels and sockets set it in turn when they are first used. */
    private static final int WAKES_THREADS_OF_THE_JDK = 62;

    private final LibC libc = Native.load("libc.so.6", LibC.class);
    private final Signals signals = Native.load("libc.so.6", Signals.class);

    /** {@code lvm2_run} sets {@code TZ} where it is not set, to what Java takes for GMT. */
    @Test
    void timeZoneStays() throws Exception {
        String zone = TimeZone.getDefault().getID();
        assertThat(Path.of("/usr/share/zoneinfo", zone)).exists();
        assertThat(lvm("version").get()).isEqualTo(Lvm2Cmd.SUCCEEDED);
        assertThat(libc.getenv("TZ")).isEqualTo(zone);
        TimeZone.setDefault(null);
        assertThat(TimeZone.getDefault().getID()).isEqualTo(zone);
    }

    /** While LVM waits for a lock, SIGINT and SIGTERM would be its own: the JVM could not be asked to end. */
    @Test
    void signalHandlersStayWhileLvmWaitsForALock() throws Exception {
        Path lock = Files.createDirectories(Path.of("/run/lock/lvm")).resolve("P_global");
        Map<Integer, String> before = handlers();
        Process holder =
                new ProcessBuilder("flock", "-x", lock.toString(), "sh", "-c", "echo held; exec sleep 1000").start();
        CompletableFuture<Integer> status;
        try (var out = holder.getInputStream()) {
            assertThat(new String(out.readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("held");
            status = lvm("vgcreate nr-none /dev/null");
            while (!waitsForALock()) {
                assertThat(status).isNotDone();
            }
            assertThat(handlers()).isEqualTo(before);
        } finally {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly().waitFor();
        }
        assertThat(status.get()).as("there is no such PV").isNotEqualTo(Lvm2Cmd.SUCCEEDED);
        assertThat(handlers()).isEqualTo(before);
    }

    /** Runs a command as the backend does, on a thread of its own. */
    private static CompletableFuture<Integer> lvm(String line) {
        Lvm2Cmd library = Lvm2Cmd.load();
        return CompletableFuture.supplyAsync(
                () -> {
                    library.prepareThread();
                    return library.run(line);
                },
                task -> new Thread(task).start());
    }

    /** Whether this process is in a queue of proc_locks(5). */
    private static boolean waitsForALock() throws IOException {
        String self = " " + ProcessHandle.current().pid() + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line -> line.contains("-> FLOCK") && line.contains(self));
    }

    /** What becomes of each signal: handler, mask, flags. */
    private Map<Integer, String> handlers() {
        Map<Integer, String> handlers = new TreeMap<>();
        try (Memory action = new Memory(SIGACTION_BYTES)) {
            for (int signal = 1; signal <= SIGNALS; signal++) {
                action.clear();
                // Those of the threads library cannot be asked for.
                if (signal != WAKES_THREADS_OF_THE_JDK && signals.sigaction(signal, null, action) == 0) {
                    handlers.put(
                            signal,
                            Long.toHexString(action.getLong(0)) + " " + Long.toHexString(action.getLong(8)) + " "
                                    + Integer.toHexString(action.getInt(SIGACTION_FLAGS)));
                }
            }
        }
        assertThat(handlers).hasSizeGreaterThan(60);
        return handlers;
    }

    private interface Signals extends Library {
        int sigaction(int signum, @Nullable Pointer act, Pointer oldact);
    }
}
