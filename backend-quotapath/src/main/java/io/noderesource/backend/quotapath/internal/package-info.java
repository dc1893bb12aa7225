@NullMarked
package io.noderesource.backend.quotapath.internal;

import org.jspecify.annotations.NullMarked;
