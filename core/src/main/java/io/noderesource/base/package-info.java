/**
 * The few values that every room uses: sizes, addresses, the node's identity, and the one exception with its codes.
 */
@NullMarked
package io.noderesource.base;

import org.jspecify.annotations.NullMarked;
