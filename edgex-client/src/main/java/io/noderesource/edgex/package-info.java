/** A client of EdgeX Foundry's device metadata. */
@NullMarked
package io.noderesource.edgex;

import org.jspecify.annotations.NullMarked;
