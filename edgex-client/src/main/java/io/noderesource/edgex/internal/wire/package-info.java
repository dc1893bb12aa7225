/** How models are written in each dialect. Pure. */
@NullMarked
package io.noderesource.edgex.internal.wire;

import org.jspecify.annotations.NullMarked;
