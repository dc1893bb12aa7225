/** CBOR, through a library that is an optional dependency. */
@NullMarked
package io.noderesource.edgex.internal.cbor;

import org.jspecify.annotations.NullMarked;
