/**
 * The block layer of a Linux node: what every backend needs to know of devices before it may touch one.
 *
 * <p>Facts come from sysfs, mountinfo, swaps and the udev database; content from libblkid and from reading the device.
 */
@NullMarked
package io.noderesource.linux;

import org.jspecify.annotations.NullMarked;
