/** Runs the modules' sandbox tests: {@code SandboxIT} on the host starts {@code GuestMain} in the machine. */
@NullMarked
package io.noderesource.sandbox;

import org.jspecify.annotations.NullMarked;
