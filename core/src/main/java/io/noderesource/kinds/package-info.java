/**
 * The built-in kinds of resources: how each is declared, which devices it claims, and which steps lead to it.
 *
 * <p>Pure, as the engine in {@link io.noderesource.plan} is. Steps are performed by backends or by the simulated node
 * alike.
 */
@NullMarked
package io.noderesource.kinds;

import org.jspecify.annotations.NullMarked;
