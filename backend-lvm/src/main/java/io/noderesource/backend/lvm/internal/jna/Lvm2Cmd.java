package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.internal.engine.CommandLibrary;
import io.noderesource.base.NodeResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * {@code liblvm2cmd}, with what it does to its process undone.
 *
 * <ul>
 *   <li>The umask: {@code lvm2_init} sets the node's {@code global/umask} (0077) for the whole process. The owner
 *       thread has file-system attributes of its own ({@code unshare(CLONE_FS)}, which needs no privilege), so the rest
 *       of the process never sees it.
 *   <li>{@code TZ}: {@code lvm2_run} sets it to {@code :/etc/localtime} when it is not set, which Java takes for GMT.
 *       It is set to the zone's name before, once; Java's default zone is looked up before that.
 *   <li>{@code mallopt(M_MMAP_MAX, 0)}: {@code lvm2_init} makes the process's allocator never use mmap. Set back.
 *   <li>Signals and locked memory: while LVM waits for a lock, or writes a backup, SIGINT and SIGTERM of the whole process
 *       are its own, and the JVM does not see them ({@code sigint_allow} in lvm2's {@code lib/misc/lvm-signal.c}); while it
 *       holds a lock its thread takes no signal, and while it suspends a device all memory of the process is locked, Java's
 *       heap too ({@code lib/mm/memlock.c}). Nothing of that happens once {@code _memlock_inc} was run, as dmeventd does:
 *       it tells the code that its process is a daemon. It also asks for all memory to be locked, once and for all; the
 *       thread has not the privilege for it, and the limit is nought meanwhile, so the kernel refuses and LVM goes on. And
 *       it raises the thread's priority, which is set back.
 *   <li>{@code setlocale(LC_ALL, "")}: the JVM has already done the same at its start.
 *   <li>Standard streams: LVM only reopens them on the process's first thread, which a Java thread never is.
 * </ul>
 *
 * <p>A handle for each command: one that is kept keeps options of earlier commands, and saves nothing.
 */
public final class Lvm2Cmd implements CommandLibrary {

    /** {@code LVM2_COMMAND_SUCCEEDED} of {@code lvm2cmd.h}. */
    static final int SUCCEEDED = 1;

    /** The system property that names the library's file, where it is not where the linker looks. */
    private static final String LIBRARY_PROPERTY = "lvm2cmd.library";

    private static final List<String> SONAMES = List.of("liblvm2cmd.so.2.03", "liblvm2cmd.so.2.02");

    private final LibLvm2Cmd lvm;
    private final LibC libc;
    private final Path output;
    private boolean daemon;

    private Lvm2Cmd(LibLvm2Cmd lvm, LibC libc, Path output) {
        this.lvm = lvm;
        this.libc = libc;
        this.output = output;
    }

    /** The library's file as the linker is asked for it, the first that is there first. */
    public static List<String> names() {
        String file = System.getProperty(LIBRARY_PROPERTY);
        return file == null ? SONAMES : List.of(file);
    }

    /**
     * Loads the library; runs nothing of it.
     *
     * @throws NodeResourceException {@code lvm/not-available} when it is not there
     */
    public static Lvm2Cmd load() {
        LibLvm2Cmd lvm = null;
        UnsatisfiedLinkError last = null;
        for (String soname : names()) {
            try {
                lvm = open(soname, LibLvm2Cmd.class);
                break;
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        if (lvm == null) {
            throw unavailable("cannot load " + String.join(" or ", names()), last);
        }
        try {
            return new Lvm2Cmd(lvm, open("libc.so.6", LibC.class), privateFile());
        } catch (UnsatisfiedLinkError | IOException e) {
            throw unavailable("cannot prepare liblvm2cmd: " + e.getMessage(), e);
        }
    }

    private static <L extends Library> L open(String soname, Class<L> type) {
        return Native.load(soname, type, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    }

    private static NodeResourceException unavailable(String what, @Nullable Throwable cause) {
        return new NodeResourceException(
                LvmErrorCode.NOT_AVAILABLE, what + "; " + LvmErrorCode.NOT_AVAILABLE.remedy(), cause);
    }

    /** A file that only this user can read, in memory where possible. */
    private static Path privateFile() throws IOException {
        Path run = Path.of("/run");
        Path directory = Files.isWritable(run)
                ? Files.createTempDirectory(run, "noderesource-lvm")
                : Files.createTempDirectory("noderesource-lvm");
        Path file = Files.createFile(directory.resolve("output"));
        // Deleted in the reverse order.
        directory.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        return file;
    }

    @Override
    public String name() {
        return "liblvm2cmd";
    }

    @Override
    public Path output() {
        return output;
    }

    @Override
    public void prepareThread() {
        String zone = TimeZone.getDefault().getID();
        ThreadSetup.separateUmask(libc);
        if (libc.getenv("TZ") == null
                && Files.exists(Path.of("/usr/share/zoneinfo").resolve(zone))) {
            libc.setenv("TZ", zone, 0);
        }
        ThreadSetup.forgoLockingMemory(libc);
        if (!daemon) {
            ThreadSetup.withoutMemoryLocksOrPriority(libc, () -> {
                // What LVM says of the refusal would go to standard error: only a command makes the handle silent.
                if (run(List.of("version", "_memlock_inc")) != SUCCEEDED) {
                    throw unavailable("liblvm2cmd does not know _memlock_inc", null);
                }
            });
            daemon = true;
        }
    }

    @Override
    public int run(String line) {
        return run(List.of(line));
    }

    /** Runs commands on one handle, and returns the last one's status. */
    private int run(List<String> lines) {
        Pointer handle = lvm.lvm2_init();
        try {
            if (handle == null) {
                throw unavailable("lvm2_init failed: LVM cannot read its settings; run lvm version as root", null);
            }
            lvm.lvm2_log_level(handle, 0);
            int status = SUCCEEDED;
            for (String line : lines) {
                status = lvm.lvm2_run(handle, line);
            }
            return status;
        } finally {
            if (handle != null) {
                lvm.lvm2_exit(handle);
            }
            libc.mallopt(LibC.M_MMAP_MAX, LibC.DEFAULT_MMAP_MAX);
        }
    }
}
