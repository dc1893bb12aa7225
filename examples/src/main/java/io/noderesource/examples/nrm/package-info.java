/** The runner {@code nrm}: the library's facade as a command line. */
@NullMarked
package io.noderesource.examples.nrm;

import org.jspecify.annotations.NullMarked;
