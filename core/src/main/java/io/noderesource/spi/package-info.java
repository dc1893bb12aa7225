/**
 * What a plug-in implements to see and change a node, and what the executor needs of the node itself.
 *
 * <p>The contract in numbered sentences is {@code docs/backend-contract.md}; {@code BackendContract} in the testkit
 * checks it.
 */
@NullMarked
package io.noderesource.spi;

import org.jspecify.annotations.NullMarked;
