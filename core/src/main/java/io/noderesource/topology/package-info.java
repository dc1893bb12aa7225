/**
 * The declaration: what is wanted on which node, read from OpenYurt's {@code node-resource-topo} ConfigMap or built in
 * code.
 *
 * <p>Reading reports every mistake at once, each with its place, and never touches a node.
 */
@NullMarked
package io.noderesource.topology;

import org.jspecify.annotations.NullMarked;
