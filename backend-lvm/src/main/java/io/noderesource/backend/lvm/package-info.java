/**
 * The backend for LVM volume groups: found through {@link java.util.ServiceLoader}, so all that shows is the codes of its
 * errors.
 */
@NullMarked
package io.noderesource.backend.lvm;

import org.jspecify.annotations.NullMarked;
