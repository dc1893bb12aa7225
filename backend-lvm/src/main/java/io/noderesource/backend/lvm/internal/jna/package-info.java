/** The C libraries of LVM as JNA sees them: one interface per library, names as in the header. */
@NullMarked
package io.noderesource.backend.lvm.internal.jna;

import org.jspecify.annotations.NullMarked;
