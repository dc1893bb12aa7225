/** What an edge platform has, as facts, and the SPI by which one is observed and changed. */
@NullMarked
package io.noderesource.devices.platform;

import org.jspecify.annotations.NullMarked;
