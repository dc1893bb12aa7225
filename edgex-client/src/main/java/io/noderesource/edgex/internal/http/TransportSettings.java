package io.noderesource.edgex.internal.http;

import io.noderesource.edgex.json.JsonLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the transport keeps to.
 *
 * @param connect longest time for a connection
 * @param request longest time for one request, from its start to the last byte of its answer
 * @param atOnce most requests on their way
 * @param attempts most attempts for what may be repeated
 * @param pause the pause after the first failed attempt; doubled each time, and drawn between half and one and a half
 * @param limits on answers
 * @param tokens for secure mode
 */
public record TransportSettings(
        Duration connect,
        Duration request,
        int atOnce,
        int attempts,
        Duration pause,
        JsonLimits limits,
        @Nullable Tokens tokens) {}
