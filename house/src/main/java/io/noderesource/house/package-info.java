/** The house rules, written once and run by every module as tests. */
@NullMarked
package io.noderesource.house;

import org.jspecify.annotations.NullMarked;
