/** Project ids: which are free, and what a directory's mark says. No native code. */
@NullMarked
package io.noderesource.backend.quotapath.internal.project;

import org.jspecify.annotations.NullMarked;
