/** How texts of a document are shown in messages, and guesses at what was meant. */
@NullMarked
package io.noderesource.internal.text;

import org.jspecify.annotations.NullMarked;
