/** Devices on persistent memory, as the kernel shows them and their users beside what libndctl says. */
@NullMarked
package io.noderesource.backend.pmem.internal.device;

import org.jspecify.annotations.NullMarked;
