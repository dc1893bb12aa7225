/** The backend for persistent memory. */
@NullMarked
package io.noderesource.backend.pmem;

import org.jspecify.annotations.NullMarked;
