/**
 * The one place that knows the JSON library: trees without its types, and records to trees and back.
 */
@NullMarked
package io.noderesource.internal.json;

import org.jspecify.annotations.NullMarked;
