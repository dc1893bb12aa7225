/** JSON as a value, without a library's type in it. */
@NullMarked
package io.noderesource.edgex.json;

import org.jspecify.annotations.NullMarked;
