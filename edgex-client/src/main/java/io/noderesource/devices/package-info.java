/**
 * Devices as declared state: OpenYurt's {@code Device}, {@code DeviceProfile} and {@code DeviceService} resources, planned by
 * core's engine and carried out on an edge platform, EdgeX Foundry first.
 *
 * <p>Needs {@code noderesource-core} beside this artifact.
 */
@NullMarked
package io.noderesource.devices;

import org.jspecify.annotations.NullMarked;
