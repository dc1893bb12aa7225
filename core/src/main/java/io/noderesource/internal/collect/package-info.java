/** Collections that find things. */
@NullMarked
package io.noderesource.internal.collect;

import org.jspecify.annotations.NullMarked;
