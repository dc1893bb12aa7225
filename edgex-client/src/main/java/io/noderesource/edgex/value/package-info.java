/**
 * The values that devices measure and take: EdgeX's value types, their texts, and when two of them are the same.
 *
 * <p>EdgeX carries nearly every value as a text whose meaning depends on its value type: {@code "4.090000e+01"} is what a
 * device says after {@code "40.9"} was written to it. So values are never compared as texts here.
 *
 * <p>Everything in this package is immutable, pure and thread-safe.
 */
@NullMarked
package io.noderesource.edgex.value;

import org.jspecify.annotations.NullMarked;
