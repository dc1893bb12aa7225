package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.noderesource.inventory.Pmem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * libndctl and libdaxctl, loaded. Thread-safe: each operation has a context of its own, and one at a time is under way, as the
 * libraries know of threads and are not safe for them (comment at the head of ndctl's {@code libndctl.c}).
 */
public final class Ndctl {

    private static final String NDCTL = "libndctl.so.6";
    private static final String DAXCTL = "libdaxctl.so.1";

    private final LibNdctl ndctl;
    private final LibDaxctl daxctl;

    private Ndctl(LibNdctl ndctl, LibDaxctl daxctl) {
        this.ndctl = ndctl;
        this.daxctl = daxctl;
    }

    /**
     * Loads the libraries.
     *
     * @throws UnsatisfiedLinkError when one is not there, or lacks a function that is needed
     */
    public static Ndctl load() {
        return new Ndctl(load(NDCTL, LibNdctl.class), load(DAXCTL, LibDaxctl.class));
    }

    private static <T extends Library> T load(String name, Class<T> functions) {
        T loaded = Native.load(name, functions);
        NativeLibrary library = NativeLibrary.getInstance(name);
        List<String> missing = new ArrayList<>();
        for (Method function : functions.getMethods()) {
            try {
                library.getFunction(function.getName());
            } catch (UnsatisfiedLinkError e) {
                missing.add(function.getName());
            }
        }
        if (!missing.isEmpty()) {
            Collections.sort(missing);
            throw new UnsatisfiedLinkError(name + " is too old: it has no " + String.join(", ", missing));
        }
        return loaded;
    }

    /** The file of libndctl that was loaded, whose name has its version. */
    public static Optional<Path> file() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.map(line -> line.substring(line.indexOf('/') < 0 ? line.length() : line.indexOf('/')))
                    .filter(path -> path.contains("/libndctl.so."))
                    .findFirst()
                    .map(Path::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * All persistent memory of the node, as it is now. Reads sysfs, and writes nothing.
     *
     * @throws IOException when the library has no answer
     */
    public synchronized Pmem look() throws IOException {
        PointerByReference made = new PointerByReference();
        int result = ndctl.ndctl_new(made);
        if (result < 0) {
            throw new IOException("ndctl_new returned " + result);
        }
        Pointer context = made.getValue();
        try {
            // What fails is told by what is returned; else the library writes to standard error.
            ndctl.ndctl_set_log_priority(context, 0);
            return new PmemLook(ndctl, daxctl).look(context);
        } finally {
            ndctl.ndctl_unref(context);
        }
    }
}
