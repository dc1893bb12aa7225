package io.noderesource.devices.plan;

import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.resource.IotKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object of a {@link PoolPicture}: what stands on the platform beside what is declared.
 *
 * @param kind what it is
 * @param name its name on the platform
 * @param resource the resource that is for it; null when there is none
 * @param charge who has charge of it
 * @param presence whether the platform has it
 * @param adminState as the platform shows it; empty when it shows none
 * @param operatingState as the platform shows it; empty when it shows none
 * @param service the service of a device, on the platform, or as declared when it is not there; else empty
 * @param profile the profile of a device, likewise
 * @param differences what keeps it from being as declared, for people
 * @param notes what else there is to know, for people
 */
public record PictureItem(
        IotKind kind,
        String name,
        @Nullable ResourceAddress resource,
        Charge charge,
        Presence presence,
        String adminState,
        String operatingState,
        String service,
        String profile,
        List<String> differences,
        List<String> notes) {

    /** Who has charge of an object. */
    public enum Charge {
        /** Its resource: it is kept as declared. */
        MANAGED,
        /** The platform: a resource declares it and leaves it alone. */
        UNMANAGED,
        /** The platform: a resource mirrors it. */
        MIRRORED,
        /** The platform: no resource knows of it. */
        NOBODY
    }

    /** Whether the platform has an object. */
    public enum Presence {
        /** It was seen. */
        THERE,
        /** All were seen, and it was not among them. */
        ABSENT,
        /** It was not seen, and may be there. */
        UNSEEN
    }

    public PictureItem {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** Whether it is as declared, as far as its resource has charge of it; one that nobody has charge of always is. */
    public boolean isAsDeclared() {
        return charge != Charge.MANAGED || (presence == Presence.THERE && differences.isEmpty());
    }
}
