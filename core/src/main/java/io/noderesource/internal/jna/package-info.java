/** The C libraries that the block layer calls, one type each, with the names of their headers. */
@NullMarked
package io.noderesource.internal.jna;

import org.jspecify.annotations.NullMarked;
