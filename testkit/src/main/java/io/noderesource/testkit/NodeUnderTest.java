package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import java.util.List;
import java.util.Set;

/**
 * A node that {@link BackendContract} runs on, with the hands of an administrator: what a harness implements once for
 * each sort of node.
 *
 * <p>The hands use the node's own tools, never the code under test. Those that a harness does not have it leaves out of
 * {@link #abilities()}; the sentences that need them are then skipped by name.
 */
public interface NodeUnderTest extends AutoCloseable {

    /** Size of each disk that the contract works on. */
    ByteSize DISK_SIZE = ByteSize.ofMebibytes(64);

    /** What not every harness can do to its node. */
    enum Ability {
        /** {@link #grow}. */
        GROW,
        /** {@link #makeFileSystem}. */
        MAKE_FILE_SYSTEM,
        /** {@link #makeVolumeGroup}. */
        MAKE_VOLUME_GROUP,
        /** {@link #contentOf}. */
        WITNESS
    }

    /** The node's name and labels. */
    NodeIdentity identity();

    /** The node: clock, locks and built-in backends. */
    Node node();

    /** All backends, in the order in which they observe: those of the node, and those under test behind them. */
    List<Backend> backends();

    /**
     * The paths of at least four idle, blank disks of {@link #DISK_SIZE} with a lasting identity; they stay at these paths
     * while the node is open. The names of volume groups that begin with {@code nr-contract} are free.
     */
    List<String> blankDisks();

    /** What the harness can do. */
    Set<Ability> abilities();

    /** Doubles the size of a disk, so that the kernel knows. */
    void grow(String disk);

    /** Makes an ext4 file system on a disk, which may be blank or not, and waits until udev has seen it. */
    void makeFileSystem(String disk);

    /** Makes a volume group without any mark of a blank disk, and waits until udev has seen it. */
    void makeVolumeGroup(String name, String disk);

    /** A text that changes whenever any byte of the disk does, read by the harness itself. */
    String contentOf(String disk);

    /** Leaves the disks blank, whatever was done to them. */
    @Override
    void close();
}
