/** The backend for LVM volume groups. */
@NullMarked
package io.noderesource.backend.lvm;

import org.jspecify.annotations.NullMarked;
