/**
 * The projects of a quota path, counted and limited by the kernel: {@link io.noderesource.backend.quotapath.ProjectQuotas}. The
 * backend that makes and mounts the paths themselves is found through {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.noderesource.backend.quotapath;

import org.jspecify.annotations.NullMarked;
