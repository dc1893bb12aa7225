/** What the pure parts cost as rules and devices grow in number. */
@NullMarked
package io.noderesource.benchmarks;

import org.jspecify.annotations.NullMarked;
