/** LVM as operations, and what carries them out. */
@NullMarked
package io.noderesource.backend.lvm.internal.engine;

import org.jspecify.annotations.NullMarked;
