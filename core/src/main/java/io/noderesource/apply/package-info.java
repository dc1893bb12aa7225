/**
 * Carries a plan out: one step at a time, journalled, checked right before and right after, under locks and deadlines.
 */
@NullMarked
package io.noderesource.apply;

import org.jspecify.annotations.NullMarked;
