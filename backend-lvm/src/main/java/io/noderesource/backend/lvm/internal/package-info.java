/** How the LVM backend works inside; not exported. */
@NullMarked
package io.noderesource.backend.lvm.internal;

import org.jspecify.annotations.NullMarked;
