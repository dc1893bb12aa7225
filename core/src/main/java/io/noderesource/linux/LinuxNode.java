package io.noderesource.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.internal.jna.LibC;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The Linux node that this process runs on.
 *
 * <p>Thread-safe. The node-wide lock is {@code flock} on {@code /run/noderesource/node.lock}: processes in containers
 * have to share that directory with the host.
 */
public final class LinuxNode implements Node {

    private static final List<String> SYSTEM_PATHS =
            List.of("/", "/boot", "/boot/efi", "/usr", "/var", "/var/lib/kubelet");

    private final NodeLock lock;
    private final Path lockFile;
    private final DeviceClaim claim;
    private final BlockBackend block;
    private final Claims claims;

    private LinuxNode(Roots roots, DeviceAccess access, Path stateDirectory, Duration deadline) {
        this.claims = new Claims();
        this.lock = new NodeLock(roots.lock());
        this.lockFile = roots.lock();
        this.claim = new DeviceClaim(roots.dev(), deadline);
        List<String> system = new ArrayList<>(SYSTEM_PATHS);
        system.add(real(stateDirectory).toString());
        this.block = new BlockBackend(roots, access, deadline, system, claims, stateDirectory);
    }

    /**
     * Opens this node. Closing the result is the caller's; it ends no work that is under way.
     *
     * @throws NodeResourceException {@code apply/no-backend} when this is not a 64-bit Linux
     */
    public static LinuxNode open(BackendContext context) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.equals("linux") || Native.POINTER_SIZE != 8) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_BACKEND,
                    "cannot work on a node of " + system + " with pointers of " + 8 * Native.POINTER_SIZE
                            + " bits: run it with a 64-bit JVM on Linux");
        }
        return open(Roots.NODE, new KernelAccess(Roots.NODE.dev()), context);
    }

    static LinuxNode open(Roots roots, DeviceAccess access, BackendContext context) {
        return new LinuxNode(roots, access, context.stateDirectory(), context.nativeDeadline());
    }

    /** The path without symbolic links as far as it exists. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        try {
            return absolute.toRealPath();
        } catch (IOException notThereYet) {
            return parent == null || name == null ? absolute : real(parent).resolve(name);
        }
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public List<Backend> backends() {
        return List.of(block);
    }

    @Override
    public Lock lock(Duration limit) {
        return lock.take(limit);
    }

    /**
     * Takes the lock of one part of the node, which all processes on it share beside the node's own: for a call that goes on when that one
     * is let go, as nobody waits for it any more.
     *
     * @param part a word for the part, of small letters
     * @param limit how long to wait for it
     * @return the lock; closing it releases it
     * @throws NodeResourceException {@code apply/node-locked} when it is not free in time
     */
    public Lock lock(String part, Duration limit) {
        if (!part.matches("[a-z]+")) {
            throw new IllegalArgumentException("'" + part + "' is not a word of small letters");
        }
        return new NodeLock(lockFile.resolveSibling(part + ".lock")).take(limit);
    }

    @Override
    public Lock claim(BlockDevice device) {
        DeviceClaim.Held held = claim.take(device);
        claims.add(held);
        return () -> {
            claims.remove(held);
            held.close();
        };
    }

    @Override
    public void close() {
        block.close();
    }

    /** What an error number of the kernel means to the caller. */
    static NodeResourceException failure(String what, LastErrorException e) {
        return switch (e.getErrorCode()) {
            case LibC.EACCES, LibC.EPERM ->
                new NodeResourceException(
                        StandardErrorCode.NO_PERMISSION,
                        what + ": " + DeviceNumbers.reason(e) + "; run as root, or with access to it",
                        e);
            default ->
                new NodeResourceException(
                        StandardErrorCode.IO, what + ": " + DeviceNumbers.reason(e) + "; see the kernel log", e);
        };
    }
}
