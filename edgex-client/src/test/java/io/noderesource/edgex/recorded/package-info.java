/** What real services answered, for tests. */
@NullMarked
package io.noderesource.edgex.recorded;

import org.jspecify.annotations.NullMarked;
