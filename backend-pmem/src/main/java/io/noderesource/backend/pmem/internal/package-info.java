@NullMarked
package io.noderesource.backend.pmem.internal;

import org.jspecify.annotations.NullMarked;
