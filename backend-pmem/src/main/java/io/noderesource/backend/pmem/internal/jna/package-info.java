/** libndctl and libdaxctl as they are, and what they know of a node as records. */
@NullMarked
package io.noderesource.backend.pmem.internal.jna;

import org.jspecify.annotations.NullMarked;
