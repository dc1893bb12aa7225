/** EdgeX Foundry 2.x, 3.x and 4.x as an edge platform. */
@NullMarked
package io.noderesource.devices.edgex;

import org.jspecify.annotations.NullMarked;
