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
 *   <li>{@code setlocale(LC_ALL, "")}: the JVM has already done the same at its start.
 *   <li>Standard streams: LVM only reopens them on the process's first thread, which a Java thread never is.
 * </ul>
 *
 * <p>A handle for each command: one that is kept keeps options of earlier commands, and saves nothing.
 */
public final class Lvm2Cmd implements CommandLibrary {

    private static final List<String> SONAMES = List.of("liblvm2cmd.so.2.03", "liblvm2cmd.so.2.02");

    private final LibLvm2Cmd lvm;
    private final LibC libc;
    private final Path output;

    private Lvm2Cmd(LibLvm2Cmd lvm, LibC libc, Path output) {
        this.lvm = lvm;
        this.libc = libc;
        this.output = output;
    }

    /**
     * Loads the library; runs nothing of it.
     *
     * @throws NodeResourceException {@code lvm/not-available} when it is not there
     */
    public static Lvm2Cmd load() {
        LibLvm2Cmd lvm = null;
        UnsatisfiedLinkError last = null;
        for (String soname : SONAMES) {
            try {
                lvm = open(soname, LibLvm2Cmd.class);
                break;
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        if (lvm == null) {
            throw unavailable("cannot load " + String.join(" or ", SONAMES), last);
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
    }

    @Override
    public int run(String line) {
        Pointer handle = lvm.lvm2_init();
        try {
            if (handle == null) {
                throw unavailable("lvm2_init failed: LVM cannot read its settings; run lvm version as root", null);
            }
            lvm.lvm2_log_level(handle, 0);
            return lvm.lvm2_run(handle, line);
        } finally {
            if (handle != null) {
                lvm.lvm2_exit(handle);
            }
            libc.mallopt(LibC.M_MMAP_MAX, LibC.DEFAULT_MMAP_MAX);
        }
    }
}
