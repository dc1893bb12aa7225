/** What is decided of volumes, from facts alone: names, sizes, and what becomes of what is found. */
@NullMarked
package io.noderesource.backend.pmem.internal.volume;

import org.jspecify.annotations.NullMarked;
