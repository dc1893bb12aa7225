/** The system calls of project quotas, by JNA. */
@NullMarked
package io.noderesource.backend.quotapath.internal.jna;

import org.jspecify.annotations.NullMarked;
