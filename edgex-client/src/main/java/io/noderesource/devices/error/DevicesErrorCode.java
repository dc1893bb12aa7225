package io.noderesource.devices.error;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;

/** The codes of failures, refusals, drifts and notices about devices; {@code docs/errors.md} lists them. */
public enum DevicesErrorCode implements ErrorCode {
    BAD_RESOURCE(
            "devices/bad-resource",
            ErrorKind.INVALID_INPUT,
            "A document is no Device, DeviceProfile or DeviceService, or a field of it cannot be.",
            "Correct the field that the message names."),
    NAME_TAKEN(
            "devices/name-taken",
            ErrorKind.INVALID_INPUT,
            "Two resources of the node pool declare the same object of the platform.",
            "Remove one of them, or give it another name on the platform."),
    MISSING_DEPENDENCY(
            "devices/missing-dependency",
            ErrorKind.PRECONDITION,
            "A device names a service or a profile that is neither on the platform nor declared.",
            "Declare it, or start the device service that registers itself."),
    NOT_ADOPTED(
            "devices/not-adopted",
            ErrorKind.PRECONDITION,
            "The platform has an object of this name that differs and was not made for the resource.",
            "Adopt it to have it changed as declared, or make the declaration match it."),
    IN_USE(
            "devices/in-use",
            ErrorKind.PRECONDITION,
            "A profile or service is to be removed that devices on the platform still use.",
            "Remove these devices first, or keep the resource."),
    UNSEEN(
            "devices/unseen",
            ErrorKind.UNAVAILABLE,
            "The platform could not be looked at, or not completely, and what is not seen may be there.",
            "See why the platform does not answer; nothing is removed meanwhile."),
    SUSPECT(
            "devices/suspect",
            ErrorKind.PRECONDITION,
            "The platform answers, but so many objects that were there are missing that its store may have been lost.",
            "Check the platform's database; nothing is removed until the same was seen several times."),
    MISSING(
            "devices/missing",
            ErrorKind.PRECONDITION,
            "The object was on the platform and is not there any more.",
            "Delete the resource too, or have it managed so that the object is made again."),
    UNREADABLE(
            "devices/unreadable",
            ErrorKind.PRECONDITION,
            "The object on the platform holds something that cannot be read, and is left alone.",
            "Correct the object on the platform."),
    FIELD_NOT_CARRIED(
            "devices/field-not-carried",
            ErrorKind.INVALID_INPUT,
            "The platform has no place for a declared field.",
            "Leave the field out, or accept that it has no effect."),
    DIFFERS(
            "devices/differs",
            ErrorKind.PRECONDITION,
            "The object differs from its declaration, which does not say that it is to be managed.",
            "Set managed to true to have it changed as declared."),
    BAD_PROPERTY(
            "devices/bad-property",
            ErrorKind.INVALID_INPUT,
            "A desired property cannot be written: no such parameter, not writable, or a value of the wrong type or range.",
            "Correct the property that the message names; a wrong name would have made the device write default values."),
    PROPERTY_UNREAD(
            "devices/property-unread",
            ErrorKind.UNAVAILABLE,
            "What a property shows could not be read.",
            "See whether the device answers."),
    NOT_CONVERGING(
            "devices/not-converging",
            ErrorKind.PRECONDITION,
            "A property or a field was written several times and keeps showing something else.",
            "Declare a value that the device or the platform can hold, or end whoever writes another one; it is tried again"
                    + " at longer intervals."),
    DEVICE_STOPPED(
            "devices/device-stopped",
            ErrorKind.PRECONDITION,
            "The device is locked or down, so its properties are neither read nor written.",
            "Unlock it, or wait until it works."),
    REFUSED("devices/refused", ErrorKind.PRECONDITION, "The platform refused the change.", "Do what its message says."),
    PLATFORM_UNAVAILABLE(
            "devices/platform-unavailable",
            ErrorKind.UNAVAILABLE,
            "The platform did not answer, or not in a way that tells what became of the request.",
            "See whether the platform and the device service work; the next pass tries again."),
    CONFLICT(
            "devices/conflict",
            ErrorKind.PRECONDITION,
            "The resource in the store is of another version than the one that was to be changed.",
            "Read it again and decide anew."),
    NOT_FOUND(
            "devices/not-found",
            ErrorKind.PRECONDITION,
            "The store has no such resource.",
            "Nothing, if it was to be deleted; else create it."),
    EXISTS(
            "devices/exists",
            ErrorKind.PRECONDITION,
            "The store has a resource of this kind, namespace and name already.",
            "Update that one, or choose another name."),
    READ_ONLY(
            "devices/read-only",
            ErrorKind.PRECONDITION,
            "A resource that a file declares is to be changed or deleted otherwise than in that file.",
            "Change the file, or take the resource out of it before it is deleted."),
    STORE(
            "devices/store",
            ErrorKind.UNAVAILABLE,
            "The store of resources cannot be read or written, or another process has it.",
            "Make its directory readable and writable and give it space, or end the other process.");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    DevicesErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
        this.id = id;
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
