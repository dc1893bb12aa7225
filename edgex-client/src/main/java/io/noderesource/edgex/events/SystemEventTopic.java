package io.noderesource.edgex.events;

import org.jspecify.annotations.Nullable;

/**
 * What a topic of system events says. The name of the object itself stands in the payload only.
 *
 * @param source the service that publishes, mostly {@code core-metadata}
 * @param type {@code device}, {@code deviceprofile}, {@code deviceservice} or {@code provisionwatcher}
 * @param action {@code add}, {@code update}, {@code delete}, {@code discovery} or {@code profilescan}
 * @param owner the device service concerned; {@code core-metadata} for profiles
 * @param profile the profile's name, where the topic has one
 */
public record SystemEventTopic(
        String source,
        String type,
        String action,
        String owner,
        @Nullable String profile) {}
