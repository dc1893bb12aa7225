/** The backend for project-quota paths. */
@NullMarked
package io.noderesource.backend.quotapath;

import org.jspecify.annotations.NullMarked;
