package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeIdentity;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.spi.Backend;
import io.noderesource.spi.Node;
import java.util.List;
import java.util.Optional;

/**
 * A node with persistent memory that {@link PmemContract} runs on, with the hands of an administrator: what a harness
 * implements once for each sort of node.
 *
 * <p>The hands use the node's own tools, never the code under test. A namespace is called by its kernel name.
 */
public interface PmemNode extends AutoCloseable {

    /** Size of the region that the contract works on. */
    ByteSize REGION_SIZE = ByteSize.ofMebibytes(640);

    /** Size of a region without labels. */
    ByteSize BARE_SIZE = ByteSize.ofMebibytes(64);

    /** The node's name and labels. */
    NodeIdentity identity();

    /** The node: clock, locks and built-in backends. */
    Node node();

    /** All backends, in the order in which they observe: those of the node, and those under test behind them. */
    List<Backend> backends();

    /**
     * The name of a region of {@link #REGION_SIZE} on one module with labels, without a namespace. What lay in it before may
     * still do so.
     */
    String region();

    /**
     * The name of a region of {@link #BARE_SIZE} on one module that has room for labels and none yet, and is blank. Empty when
     * there is none left: a kernel that has seen labels wants them until the next boot.
     */
    Optional<String> bareRegion();

    /** An absolute path at which nothing is, in a directory that is there; free again when the node is closed. */
    String mountPoint();

    /** Makes a namespace in {@link #region}; what lay there before stays in it. */
    String makeNamespace(PmemNamespace.Mode mode, ByteSize size, String name);

    /** Takes a namespace away, and leaves what it held. */
    void destroyNamespace(String namespace);

    /** Takes a namespace out of use. */
    void disableNamespace(String namespace);

    /** Makes a file system on a block device, and waits until udev has seen it. */
    void makeFileSystem(String device);

    /** Leaves nothing but zeros on a block device, and waits until udev has seen that. */
    void blank(String device);

    /** A text that changes whenever any byte of the block device does, read by the harness itself. */
    String contentOf(String device);

    /** Unmounts what is mounted at a path. */
    void unmount(String path);

    /** Gives the system the memory of a devdax namespace. */
    void addMemory(String namespace);

    /** Takes the blocks of its memory offline; they stay the system's. */
    void offlineMemory(String namespace);

    /** Keeps the character device of a devdax namespace open until the result is closed. */
    Node.Lock open(String namespace);

    /** Leaves the region without a namespace and the system without its memory. */
    @Override
    void close();
}
