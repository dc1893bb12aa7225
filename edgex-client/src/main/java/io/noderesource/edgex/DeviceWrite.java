package io.noderesource.edgex;

/** How core-metadata takes a device. */
public enum DeviceWrite {
    /** The device service is asked whether it is valid; one that is down makes the request fail after 5 seconds. */
    CHECKED,
    /** The device service is not asked; 4.x only. */
    UNCHECKED,
    /** A device of the same name is replaced, and the device service is not asked; 4.x only, and only for adding. */
    REPLACE
}
