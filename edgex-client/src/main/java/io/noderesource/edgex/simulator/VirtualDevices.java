package io.noderesource.edgex.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The device services behind the simulator, and the things behind them. Every device that is in core-metadata is there; a
 * device service answers unless it was stopped.
 *
 * <p>A resource that nobody wrote shows a fixed value for its type: {@code -7} or {@code 7}, {@code true},
 * {@code simulated}, 1.5, arrays of two of these.
 *
 * <p>Thread-safe. A device, resource or command that core-metadata does not know is an {@link IllegalArgumentException}.
 */
public final class VirtualDevices {
    private final World world;
    private final DeviceSide devices;
    private final CoreData data;

    VirtualDevices(World world, DeviceSide devices, CoreData data) {
        this.world = world;
        this.devices = devices;
        this.data = data;
    }

    /**
     * Stops a device service: commands to its devices fail, and core-metadata waits in vain for its validation.
     *
     * @param deviceService its name; it need not be in core-metadata yet
     */
    public void stop(String deviceService) {
        world.stopDeviceService(requireNonNull(deviceService, "deviceService"));
    }

    /**
     * Starts a device service that was stopped.
     *
     * @param deviceService its name
     */
    public void start(String deviceService) {
        world.startDeviceService(requireNonNull(deviceService, "deviceService"));
    }

    /**
     * Sets what a device shows, as if the thing itself had changed.
     *
     * @param device the device's name
     * @param resource the resource's name
     * @param value the value as text; for {@code Binary} in base64, for {@code Object} as JSON
     */
    public void set(String device, String resource, String value) {
        requireNonNull(value, "value");
        known(() -> {
            devices.set(device, resource, value);
            return "";
        });
    }

    /**
     * What a device shows.
     *
     * @param device the device's name
     * @param resource the resource's name
     * @return the value as a reading would carry it
     */
    public String value(String device, String resource) {
        return known(() -> devices.get(device, resource));
    }

    /**
     * Lets a device send an event by itself, as for one of its autoEvents: it goes over the bus and into core-data.
     *
     * @param device the device's name
     * @param source the name of a resource or command that can be read
     */
    public void send(String device, String source) {
        known(() -> {
            ObjectNode event = devices.read(device, source, false);
            data.push(devices.serviceOf(device), event);
            return "";
        });
    }

    @FunctionalInterface
    private interface Ask {
        String answer();
    }

    private static String known(Ask ask) {
        try {
            return ask.answer();
        } catch (Problem problem) {
            throw new IllegalArgumentException(problem.text(), problem);
        }
    }
}
