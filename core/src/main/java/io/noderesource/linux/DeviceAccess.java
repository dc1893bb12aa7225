package io.noderesource.linux;

import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Probe;
import java.nio.file.Path;
import java.util.Optional;

/** What can only be learned by opening a device. Every call may block for as long as the device does. */
interface DeviceAccess {

    /** What looking at a device showed. */
    record Look(Probe probe, boolean exclusivelyOpen) {}

    /** Reads a device's signatures and, where it is idle and {@code sampled} is asked for, samples its content. */
    Look look(BlockDevice device, Sampling sampling);

    /**
     * Finds the block device that is the backing of a loop device, or that a path names.
     *
     * @return empty when the backing is a regular file
     * @throws java.io.IOException when it cannot be told
     */
    Optional<DeviceNumber> loopBacking(BlockDevice loop) throws java.io.IOException;

    /** The device number of the block device's node at a path; empty when there is none. */
    Optional<DeviceNumber> numberOf(Path node);

    /** Whether content is wanted. */
    enum Sampling {
        /** Signatures and content. */
        CONTENT,
        /** Signatures only: the device is in use, or nobody may claim it. */
        SIGNATURES
    }
}
