/**
 * What EdgeX keeps, typed by hand: the official schemas are wrong in places.
 *
 * <p>Every type wraps the JSON it was read from, so that fields this library does not know survive a round trip, and numbers
 * keep their digits. Differences between the dialects are worked out when something is written to a service, and the
 * accessors read all of them.
 */
@NullMarked
package io.noderesource.edgex.model;

import org.jspecify.annotations.NullMarked;
