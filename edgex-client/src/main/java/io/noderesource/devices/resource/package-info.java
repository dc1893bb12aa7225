/** The resources as Kubernetes keeps them, without loss: reading, naming, and where they are kept. */
@NullMarked
package io.noderesource.devices.resource;

import org.jspecify.annotations.NullMarked;
