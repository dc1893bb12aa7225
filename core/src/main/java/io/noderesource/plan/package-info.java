/**
 * The diff engine: what is wanted and what is there, turned into a {@link io.noderesource.plan.Plan}.
 *
 * <p>Everything here is pure: no clock, no random number, no file, no device. The same inputs in any order give the
 * same plan, byte for byte.
 */
@NullMarked
package io.noderesource.plan;

import org.jspecify.annotations.NullMarked;
