package io.noderesource.plan;

import java.util.Objects;

/**
 * Something that a step makes on a device and that carries an id by which it is known again.
 *
 * @param device the device
 * @param id the id: a PV's UUID, a file system's UUID
 */
public record Made(DeviceTarget device, String id) {

    public Made {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(id, "id");
    }
}
