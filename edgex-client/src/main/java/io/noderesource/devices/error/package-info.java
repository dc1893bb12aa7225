/** What can go wrong with declared devices. */
@NullMarked
package io.noderesource.devices.error;

import org.jspecify.annotations.NullMarked;
