package io.noderesource.devices.platform;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.inventory.SectionType;
import java.util.List;

/**
 * The objects of one kind on the platform.
 *
 * <p>A section of it is {@code COMPLETE} when every object of that kind is in it, those that could not be read by their
 * names; {@code PARTIAL} when some may be missing; {@code UNAVAILABLE} when they could not be listed.
 *
 * @param objects those that could be read, in the order of their names
 * @param unreadable those that are there and could not be read
 * @param fields what {@link EdgeObject#content()} of this kind can hold on this platform; other declared fields have no
 *     place there
 */
public record EdgeObjects(List<EdgeObject> objects, List<Unreadable> unreadable, List<String> fields) {

    /** The device services. */
    public static final SectionType<EdgeObjects> SERVICES = new SectionType<>("edge-services", 1, EdgeObjects.class);

    /** The device profiles. */
    public static final SectionType<EdgeObjects> PROFILES = new SectionType<>("edge-profiles", 1, EdgeObjects.class);

    /** The devices. */
    public static final SectionType<EdgeObjects> DEVICES = new SectionType<>("edge-devices", 1, EdgeObjects.class);

    /**
     * An object that is there and could not be read.
     *
     * @param name its name
     * @param reason which field, and why
     */
    public record Unreadable(String name, String reason) {}

    public EdgeObjects {
        objects = List.copyOf(objects);
        unreadable = List.copyOf(unreadable);
        fields = List.copyOf(fields);
    }

    /** The section of a kind's objects. */
    public static SectionType<EdgeObjects> section(IotKind kind) {
        return switch (kind) {
            case SERVICE -> SERVICES;
            case PROFILE -> PROFILES;
            case DEVICE -> DEVICES;
        };
    }
}
