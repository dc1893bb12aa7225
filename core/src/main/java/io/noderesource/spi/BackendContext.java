package io.noderesource.spi;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a backend is given when it is opened.
 *
 * @param node the node's name
 * @param stateDirectory directory for what must outlive the process; a backend uses a subdirectory of its own id
 * @param nativeDeadline how long one native call may take before its caller gets an answer without it
 */
public record BackendContext(String node, Path stateDirectory, Duration nativeDeadline) {}
