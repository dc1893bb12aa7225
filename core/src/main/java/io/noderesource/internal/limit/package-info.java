/** Limits of time. */
@NullMarked
package io.noderesource.internal.limit;

import org.jspecify.annotations.NullMarked;
