/** The library's front door. */
@NullMarked
package io.noderesource;

import org.jspecify.annotations.NullMarked;
