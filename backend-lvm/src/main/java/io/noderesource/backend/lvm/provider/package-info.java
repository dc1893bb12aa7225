/** How an embedder takes the LVM backend by hand. */
@NullMarked
package io.noderesource.backend.lvm.provider;

import org.jspecify.annotations.NullMarked;
