/** The kinds {@code device}, {@code deviceprofile} and {@code deviceservice}, their steps, and the way back: all pure. */
@NullMarked
package io.noderesource.devices.plan;

import org.jspecify.annotations.NullMarked;
