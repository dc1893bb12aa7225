package io.noderesource.testkit;

/** A node that {@link QuotaPathContract} runs on, with the hands of an administrator that only quota paths need. */
public interface QuotaPathNode extends NodeUnderTest {

    /** An absolute path at which nothing is, in a directory that is there; free again when the node is closed. */
    String mountPoint();

    /** Unmounts what is mounted at a path. */
    void unmount(String path);

    /** Makes an ext4 with project quotas and without any mark on a blank disk, and waits until udev has seen it. */
    void makeFileSystemWithQuotas(String disk);
}
