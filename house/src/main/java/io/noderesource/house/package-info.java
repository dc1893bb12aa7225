/** The house rules, written once, run by every module. */
@NullMarked
package io.noderesource.house;

import org.jspecify.annotations.NullMarked;
