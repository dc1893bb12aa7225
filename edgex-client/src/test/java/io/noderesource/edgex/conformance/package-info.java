/**
 * What client and EdgeX must be able to do together: one suite, over the simulator in every build, and over real services
 * where the environment names them ({@code EDGEX_METADATA_URL} and so on). It leaves nothing behind.
 */
@NullMarked
package io.noderesource.edgex.conformance;

import org.jspecify.annotations.NullMarked;
