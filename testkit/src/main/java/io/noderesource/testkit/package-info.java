/** Tools for tests: the simulated node, the backend contract, seeded generators. */
@NullMarked
package io.noderesource.testkit;

import org.jspecify.annotations.NullMarked;
