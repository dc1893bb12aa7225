package io.noderesource.spi;

import io.noderesource.inventory.BlockDevice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A node to work on: its clock, its locks and its built-in backends. Linux is one, the simulated node another.
 *
 * <p>Thread-safe.
 */
public interface Node extends AutoCloseable {

    /** The clock that consents and journals go by. */
    Clock clock();

    /**
     * The backends that see and change it, in the order in which they observe. Those found by
     * {@link java.util.ServiceLoader} are added behind them by the facade.
     */
    List<Backend> backends();

    /**
     * Takes the node-wide lock, which all processes on the node share whatever their state directory.
     *
     * @param limit how long to wait for it
     * @return the lock; closing it releases it
     * @throws io.noderesource.base.NodeResourceException {@code apply/node-locked} when it is not free in time
     */
    Lock lock(Duration limit);

    /**
     * Takes a device's lock ({@code flock} on its node, which udev respects).
     *
     * @param device the device, as just observed
     * @return the lock; closing it releases it
     * @throws io.noderesource.base.NodeResourceException {@code device/locked} when somebody else holds it,
     *     {@code device/changed} when the node at its path is not that device any more
     */
    Lock claim(BlockDevice device);

    @Override
    void close();

    /** Something held until it is closed. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
