/** The one exception of this client, and what its kinds mean. */
@NullMarked
package io.noderesource.edgex.error;

import org.jspecify.annotations.NullMarked;
