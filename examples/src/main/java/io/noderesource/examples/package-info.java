/** Programs built on the library. */
@NullMarked
package io.noderesource.examples;

import org.jspecify.annotations.NullMarked;
