/** The transport: requests, replies, deadlines, tokens, retries. Knows nothing of what EdgeX keeps. */
@NullMarked
package io.noderesource.edgex.internal.http;

import org.jspecify.annotations.NullMarked;
