/**
 * YAML with the place of every value and key, within bounds whatever the text: the one room that knows the YAML library.
 */
@NullMarked
package io.noderesource.internal.yaml;

import org.jspecify.annotations.NullMarked;
