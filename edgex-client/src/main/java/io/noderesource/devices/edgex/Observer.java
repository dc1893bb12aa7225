package io.noderesource.devices.edgex;

import io.noderesource.devices.platform.EdgeObject;
import io.noderesource.devices.platform.EdgeObjects;
import io.noderesource.devices.platform.EdgeObjects.Unreadable;
import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.Snapshot;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.EdgexObject;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.SectionType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes sections of what core-metadata lists, or of why it could not be listed. Pure. */
final class Observer {

    private Observer() {}

    /** The section of a listing that is whole. */
    static <T extends EdgexObject> Section<EdgeObjects> seen(IotKind kind, Dialect dialect, Snapshot<T> snapshot) {
        List<EdgeObject> objects = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        int nameless = 0;
        for (T item : snapshot.items()) {
            Optional<String> name = name(item.json());
            nameless += name.isEmpty() ? 1 : 0;
            name.ifPresent(known -> objects.add(EdgeObject.of(
                    kind,
                    known,
                    item.json().text("id").filter(id -> !id.isEmpty()).orElse(null),
                    Content.of(kind, item.json()))));
        }
        for (Snapshot.Unreadable item : snapshot.unreadable()) {
            Optional<String> name = name(item.json());
            nameless += name.isEmpty() ? 1 : 0;
            name.ifPresent(known -> unreadable.add(
                    new Unreadable(known, String.valueOf(item.reason().getMessage()))));
        }
        objects.sort(Comparator.comparing(EdgeObject::name));
        unreadable.sort(Comparator.comparing(Unreadable::name));
        EdgeObjects all = new EdgeObjects(objects, unreadable, Carried.fields(kind, dialect));
        SectionType<EdgeObjects> type = EdgeObjects.section(kind);
        return nameless == 0
                ? Section.complete(type, all)
                : Section.partial(
                        type,
                        all,
                        nameless + " of the " + kind.plural()
                                + " have no name that can be read, so that any name may be there; correct them in EdgeX");
    }

    /** The section of a listing that failed. */
    static Section<EdgeObjects> unseen(IotKind kind, EdgexException failure) {
        return Section.unavailable(
                EdgeObjects.section(kind),
                "cannot list the " + kind.plural() + ": " + failure.getMessage() + " (" + failure.kind() + "); "
                        + remedy(failure));
    }

    private static Optional<String> name(Json.Obj json) {
        return json.text("name").filter(name -> !name.isEmpty());
    }

    private static String remedy(EdgexException failure) {
        return switch (failure.kind()) {
            case UNAUTHORIZED -> "give the client a token that core-metadata takes";
            case UNREACHABLE -> "see whether core-metadata runs, and at this address";
            case PROTOCOL, NOT_FOUND, NOT_SUPPORTED -> "see whether this is core-metadata's address";
            case LIMIT -> "raise the client's limits";
            case INCOMPLETE -> "look again when less changes, or raise core-metadata's MaxResultCount";
            case CANCELLED -> "look again";
            default -> "see core-metadata's log, and whether its database works";
        };
    }
}
